package dev.caravan.spool;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of files that were written again: {@code results-3.jsonl}, {@code results-3-e1.jsonl}, {@code results-3-e2.jsonl}. */
public final class Editions {
    private static final Pattern PATH = Pattern.compile("(.*/)([^/]*?)(?:-e(\\d{1,9}))?(\\.[^/]*)");

    private final Spool spool;

    public Editions(Spool spool) {
        this.spool = spool;
    }

    /** The name of the edition after this one. */
    public static String after(String path) {
        Matcher name = parse(path);
        return name.group(1) + name.group(2) + "-e" + (number(name) + 1) + name.group(4);
    }

    /** The name that the file had before it was written again for the first time. */
    public static String first(String path) {
        Matcher name = parse(path);
        return name.group(1) + name.group(2) + name.group(4);
    }

    /** Whether this is the name of a file that was written again. */
    public static boolean isLater(String path) {
        Matcher name = PATH.matcher(path);
        return name.matches() && name.group(3) != null;
    }

    /** The newest edition that is there of the file with this name, whatever edition the name is of. */
    public Optional<String> newest(String path) throws IOException {
        Matcher wanted = parse(path);
        try (Stream<String> all = spool.list(wanted.group(1) + wanted.group(2))) {
            return all.filter(other -> same(wanted, other)).max(Comparator.comparingInt(other -> number(parse(other))));
        }
    }

    /** Deletes the editions before this one; a later one is of somebody who went on from here. */
    public void keepOnly(String path) throws IOException {
        Matcher kept = parse(path);
        List<String> others;
        try (Stream<String> all = spool.list(kept.group(1) + kept.group(2))) {
            others = all.filter(other -> same(kept, other) && number(parse(other)) < number(kept))
                    .toList();
        }
        for (String other : others) {
            spool.delete(other);
        }
    }

    private static int number(Matcher name) {
        return name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
    }

    private static boolean same(Matcher kept, String other) {
        Matcher name = PATH.matcher(other);
        return name.matches()
                && name.group(1).equals(kept.group(1))
                && name.group(2).equals(kept.group(2))
                && name.group(4).equals(kept.group(4));
    }

    private static Matcher parse(String path) {
        Matcher name = PATH.matcher(path);
        if (!name.matches()) {
            throw new IllegalArgumentException("No file of a batch, drop or publication: " + path);
        }
        return name;
    }
}
