package dev.caravan.retention;

import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of files that were written again: {@code results-3.jsonl}, {@code results-3-e1.jsonl}, {@code results-3-e2.jsonl}. */
final class Editions {
    private static final Pattern PATH = Pattern.compile("(.*/)([^/]*?)(?:-e(\\d{1,9}))?(\\.[^/]*)");

    private final Spool spool;

    Editions(Spool spool) {
        this.spool = spool;
    }

    /** The name of the edition after this one. */
    static String after(String path) {
        Matcher name = parse(path);
        int edition = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
        return name.group(1) + name.group(2) + "-e" + (edition + 1) + name.group(4);
    }

    /** Deletes every edition but this one. */
    void keepOnly(String path) throws IOException {
        Matcher kept = parse(path);
        List<String> others;
        try (Stream<String> all = spool.list(kept.group(1))) {
            others = all.filter(other -> !other.equals(path) && same(kept, other))
                    .toList();
        }
        for (String other : others) {
            spool.delete(other);
        }
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
