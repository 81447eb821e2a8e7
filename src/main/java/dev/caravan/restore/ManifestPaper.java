package dev.caravan.restore;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.RecordState;
import dev.caravan.spool.Sha256;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A manifest of a drop, as a ledger needs it that has forgotten it. */
record ManifestPaper(Proofs.Manifest manifest, boolean failed, DropCounts counts) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("drops/([0-9]{1,18})/manifest-([0-9]{1,9})\\.json");

    private static final ManifestPaper NONE = new ManifestPaper(
            new Proofs.Manifest(0, Instant.EPOCH, "", "", ""), false, new DropCounts(0, 0, 0, 0, 0, Map.of()));

    /** The drops that have some. */
    static TreeSet<Long> drops(Spool spool) throws IOException {
        TreeSet<Long> ids = new TreeSet<>();
        try (Stream<String> all = spool.list("drops/")) {
            all.map(NAME::matcher).filter(Matcher::matches).forEach(name -> ids.add(Long.parseLong(name.group(1))));
        }
        return ids;
    }

    static List<Proofs.Manifest> unknown(Spool spool, long drop, Set<Integer> known) throws IOException {
        return of(spool, drop).values().stream()
                .map(ManifestPaper::manifest)
                .filter(one -> !known.contains(one.no()))
                .toList();
    }

    /** The newest one; one that counts nothing where there is none. */
    static ManifestPaper last(Spool spool, long drop) throws IOException {
        var papers = of(spool, drop);
        return papers.isEmpty() ? NONE : papers.lastEntry().getValue();
    }

    /** Those of a drop's folder that can be read, by number. */
    private static TreeMap<Integer, ManifestPaper> of(Spool spool, long drop) throws IOException {
        TreeMap<Integer, ManifestPaper> papers = new TreeMap<>();
        try (Stream<String> all = spool.list("drops/" + drop + "/manifest-")) {
            for (String path : (Iterable<String>) all::iterator) {
                Matcher name = NAME.matcher(path);
                if (name.matches()) {
                    int no = Integer.parseInt(name.group(2));
                    read(spool, path, no).ifPresent(paper -> papers.put(no, paper));
                }
            }
        }
        return papers;
    }

    private static Optional<ManifestPaper> read(Spool spool, String path, int no) throws IOException {
        byte[] bytes;
        try (InputStream in = spool.open(path, 0)) {
            bytes = in.readAllBytes();
        }
        try {
            JsonNode json = JSON.readTree(bytes);
            Instant at = Instant.parse(json.path("written_at").asText());
            String root = json.path("tree").path("root").asText();
            JsonNode counts = json.path("counts");
            Map<RecordState, Long> states = new EnumMap<>(RecordState.class);
            for (RecordState state : RecordState.values()) {
                states.put(
                        state,
                        counts.path(state.name().toLowerCase(Locale.ROOT)).asLong());
            }
            return Optional.of(new ManifestPaper(
                    new Proofs.Manifest(no, at, path, Sha256.of(bytes), root),
                    json.path("state").asText().equals("failed"),
                    new DropCounts(
                            counts.path("read").asLong(),
                            counts.path("refused").asLong(),
                            counts.path("duplicate").asLong(),
                            counts.path("unchanged").asLong(),
                            counts.path("stale").asLong(),
                            states)));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
