package dev.caravan.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Erasures.Asked;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Proofs;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The list of erasures in the spool, {@code erased/<task>/<keyed hash>-<time>.json}: it outlives a restored ledger. */
final class ErasedList {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1_000;

    private final Ledger ledger;
    private final Spool spool;

    ErasedList(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
    }

    void add(Asked asked) throws IOException {
        String path =
                "erased/" + asked.task() + "/" + asked.hash() + "-" + asked.at().toEpochMilli() + ".json";
        try (SpoolWriter out = spool.create(path)) {
            out.write(JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("task", asked.task())
                    .put("source_hash", asked.hash())
                    .put("at", asked.at().toEpochMilli())
                    .put("last_drop", ledger.restores().horizon().drop())
                    .put("actor", asked.actor())));
            out.commit();
        } catch (FileAlreadyExistsException asBefore) {
            // Asked before a crash.
        }
    }

    /** Those that the ledger does not know, with the source ids that it has for them; ids are looked for in all records. */
    List<Asked> unknown() throws IOException {
        List<Asked> unknown = new ArrayList<>();
        List<String> paths;
        try (Stream<String> all = spool.list("erased/")) {
            paths = all.sorted().toList();
        }
        for (String path : paths) {
            JsonNode json = read(path);
            Asked asked = asked(json);
            if (!ledger.erasures().knows(asked)) {
                String sourceId = find(asked, json.path("last_drop").asLong());
                unknown.add(new Asked(asked.task(), sourceId, asked.hash(), asked.at(), asked.actor()));
            }
        }
        return unknown;
    }

    private JsonNode read(String path) throws IOException {
        try (InputStream in = spool.open(path, 0)) {
            return JSON.readTree(in);
        }
    }

    private static Asked asked(JsonNode json) {
        return new Asked(
                json.path("task").asText(),
                "",
                json.path("source_hash").asText(),
                Instant.ofEpochMilli(json.path("at").asLong()),
                json.path("actor").asText());
    }

    /**
     * Empty if there is none; of what came after the erasure nothing is meant.
     *
     * @param lastDrop the newest drop when it was asked for; a restored ledger reads drops again, but keeps their numbers
     */
    private String find(Asked asked, long lastDrop) {
        SourceKeys sources = new SourceKeys(ledger.proofs().key());
        long after = 0;
        List<Drops.Drop> page = ledger.counts().drops(after, PAGE);
        while (!page.isEmpty()) {
            for (Drops.Drop drop : page) {
                after = drop.id();
                Proofs.Subject subject = ledger.proofs().drop(drop.id()).orElseThrow();
                if (subject.task().equals(asked.task()) && drop.id() <= lastDrop) {
                    String found = find(drop.id(), asked, sources);
                    if (!found.isEmpty()) {
                        return found;
                    }
                }
            }
            page = ledger.counts().drops(after, PAGE);
        }
        return "";
    }

    private String find(long drop, Asked asked, SourceKeys sources) {
        long after = 0;
        List<Proofs.Row> rows = ledger.proofs().rows(drop, after, PAGE);
        while (!rows.isEmpty()) {
            for (Proofs.Row row : rows) {
                after = row.recordId();
                if (!SourceKeys.isErased(row.sourceId())
                        && Hashes.hex(sources.keyed(asked.task(), row.sourceId()))
                                .equals(asked.hash())) {
                    return row.sourceId();
                }
            }
            rows = ledger.proofs().rows(drop, after, PAGE);
        }
        return "";
    }
}
