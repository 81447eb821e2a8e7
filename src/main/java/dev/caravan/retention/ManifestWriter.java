package dev.caravan.retention;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Proofs.FileHash;
import dev.caravan.ledger.Proofs.Subject;
import dev.caravan.ledger.RecordState;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Writes the manifest of one drop, and beside it its leaves, by which a later check can say which records differ. */
final class ManifestWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final Ledger ledger;
    private final Spool spool;
    private final DropHashes hashes;

    ManifestWriter(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
        this.hashes = new DropHashes(ledger.proofs(), spool);
    }

    /** A manifest in the spool that the ledger does not name yet. */
    record Written(Proofs.Manifest manifest, byte[] json) {}

    Written write(Subject drop, int no, Instant now) throws IOException {
        List<FileHash> files = hashes.of(drop);
        Leaves leaves = new Leaves(ledger.proofs());
        HashTree tree = new HashTree();
        try (SpoolWriter out = afresh(leaves(drop.id(), no))) {
            leaves.read(drop, leaf -> {
                tree.add(leaf.hash());
                out.write(leaf.hash());
            });
            out.commit();
        }
        String root = Hashes.hex(tree.root());
        byte[] json = json(drop, no, now, files, leaves, tree.leaves(), root);
        String path = manifest(drop.id(), no);
        try (SpoolWriter out = afresh(path)) {
            out.write(json);
            out.commit();
            return new Written(new Proofs.Manifest(no, now, path, out.sha256(), root), json);
        }
    }

    /** What lies there under this name is of a process that died before the ledger knew of it. */
    private SpoolWriter afresh(String path) throws IOException {
        spool.delete(path);
        return spool.create(path);
    }

    private byte[] json(Subject drop, int no, Instant now, List<FileHash> files, Leaves leaves, long count, String root)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("format", ManifestFile.FORMAT);
            json.writeStringField("ledger", ledger.instance());
            json.writeNumberField("drop", drop.id());
            json.writeNumberField("number", no);
            json.writeStringField("written_at", now.toString());
            json.writeStringField("task", drop.task());
            json.writeStringField("zone", drop.zone());
            json.writeStringField("uri", drop.uri());
            json.writeStringField("tag", drop.tag());
            json.writeStringField("state", word(drop.state()));
            json.writeStringField("reason", drop.reason());
            Instant sealed = drop.sealedAt();
            json.writeStringField("sealed_at", sealed == null ? null : sealed.toString());
            files(json, files);
            results(json, leaves);
            recipes(json, leaves);
            counts(json, drop);
            used(json, leaves.used());
            json.writeObjectFieldStart("tree");
            json.writeNumberField("leaves", count);
            json.writeStringField("root", root);
            json.writeEndObject();
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void files(JsonGenerator json, List<FileHash> files) throws IOException {
        json.writeArrayFieldStart("files");
        for (FileHash file : files) {
            file(json, file.path(), file.bytes(), file.sha256());
        }
        json.writeEndArray();
    }

    private static void results(JsonGenerator json, Leaves leaves) throws IOException {
        json.writeArrayFieldStart("results");
        for (List<Proofs.Answers> ofBatch : leaves.results().values()) {
            for (Proofs.Answers answers : ofBatch) {
                file(json, answers.path(), answers.bytes(), answers.sha256());
            }
        }
        json.writeEndArray();
    }

    private static void file(JsonGenerator json, String path, long bytes, String sha256) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", path);
        json.writeNumberField("bytes", bytes);
        json.writeStringField("sha256", sha256);
        json.writeEndObject();
    }

    private void recipes(JsonGenerator json, Leaves leaves) throws IOException {
        json.writeArrayFieldStart("recipes");
        for (int id : leaves.recipes()) {
            var recipe = ledger.recipes().recipe(id);
            json.writeStartObject();
            json.writeNumberField("id", id);
            json.writeNumberField("version", recipe.version());
            json.writeNumberField("schema_version", recipe.schemaVersion());
            json.writeStringField("content_hash", recipe.contentHash());
            json.writeFieldName("model");
            json.writeRawValue(recipe.model());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void counts(JsonGenerator json, Subject drop) throws IOException {
        var counts = drop.counts();
        json.writeObjectFieldStart("counts");
        json.writeNumberField("read", counts.read());
        json.writeNumberField("refused", counts.refused());
        json.writeNumberField("duplicate", counts.duplicate());
        json.writeNumberField("unchanged", counts.unchanged());
        json.writeNumberField("stale", counts.stale());
        for (RecordState state : RecordState.values()) {
            json.writeNumberField(word(state), counts.in(state));
        }
        json.writeEndObject();
    }

    private static void used(JsonGenerator json, Proofs.Used used) throws IOException {
        json.writeObjectFieldStart("tokens");
        json.writeNumberField("input", used.in());
        json.writeNumberField("cached", used.cached());
        json.writeNumberField("output", used.out());
        json.writeNumberField("reasoning", used.reasoning());
        json.writeEndObject();
        json.writeNumberField("cost_usd_millionths", used.costMicros());
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static String manifest(long dropId, int no) {
        return "drops/" + dropId + "/manifest-" + no + ".json";
    }

    static String leaves(long dropId, int no) {
        return "drops/" + dropId + "/manifest-" + no + ".leaves";
    }
}
