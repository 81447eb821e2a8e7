package dev.caravan.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems, so that all of them are seen at once. Not thread-safe. */
public class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(String file, int line, String message) {
        add(file, line, message, "");
    }

    /** Adds {@code message in file:line. hint}; the same problem is kept once. */
    public void add(String file, int line, String message, String hint) {
        Problem problem = new Problem(file, line, message, hint);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    /** Hears what is asked of a file while it is read. Nothing is made of it but in the build, by whoever writes schemas. */
    void asked(String file, Trail where, boolean present, Question question) {}

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** By file, then line. */
    public List<Problem> sorted() {
        return found.stream()
                .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
                .toList();
    }

    /**
     * Stops here if anything was found.
     *
     * @throws ConfigurationProblems naming all of them
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigurationProblems(sorted());
        }
    }
}
