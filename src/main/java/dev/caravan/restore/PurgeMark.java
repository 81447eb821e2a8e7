package dev.caravan.restore;

import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code purged.json} in the folder of a drop or batch: it was over, and its bytes are being deleted by age. Written before the
 * first of them goes, so that a ledger that is older than that never takes what is left for something unfinished.
 */
public final class PurgeMark {
    private static final String NAME = "purged.json";
    private static final Pattern PATH = Pattern.compile("[a-z]+/([0-9]{1,18})/" + Pattern.quote(NAME));

    private PurgeMark() {}

    /**
     * Nothing happens if it is there.
     *
     * @param folder ends in {@code /}
     */
    public static void write(Spool spool, String folder, Instant now) throws IOException {
        if (!spool.exists(folder + NAME)) {
            try (SpoolWriter out = spool.create(folder + NAME)) {
                out.write(("{\"at\":\"" + now + "\"}\n").getBytes(StandardCharsets.UTF_8));
                out.commit();
            }
        }
    }

    /** Whether an object of a folder outlives the deletion: what says what it was, and that it is over. */
    public static boolean keeps(String folder, String path) {
        String name = path.substring(folder.length());
        return name.equals(NAME)
                || name.equals("drop.json")
                || name.startsWith("manifest-")
                || name.equals("manifest.json");
    }

    static boolean isOn(Spool spool, String folder) throws IOException {
        return spool.exists(folder + NAME);
    }

    /** @param kind {@code drops/} or {@code batches/} */
    static Set<Long> all(Spool spool, String kind) throws IOException {
        Set<Long> ids = new TreeSet<>();
        try (Stream<String> all = spool.list(kind)) {
            all.map(PATH::matcher).filter(Matcher::matches).forEach(name -> ids.add(Long.parseLong(name.group(1))));
        }
        return ids;
    }
}
