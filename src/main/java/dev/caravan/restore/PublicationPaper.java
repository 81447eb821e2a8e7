package dev.caravan.restore;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.Restores.PastLine;
import dev.caravan.ledger.Restores.PastPublication;
import dev.caravan.ledger.Restores.PastShare;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Sha256;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a publication's folder needs to be understood without the ledger, in {@code publications/<id>/publication.json};
 * written before its content.
 *
 * @param ledger name and epoch of the ledger that made it, as sinks know it
 * @param rejects whether it holds what people rejected
 * @param shares sinks that don't get the content as it is, with what their fields are made of (JSON; empty: as answered)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PublicationPaper(
        String ledger,
        long publication,
        String task,
        @Nullable Map<String, String> shares,
        boolean rejects) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader LINES = JSON.readerFor(JsonNode.class);

    /** Of a publication that every sink gets as it is. */
    public PublicationPaper(String ledger, long publication, String task) {
        this(ledger, publication, task, Map.of(), false);
    }

    /** Of what people rejected. */
    public static PublicationPaper rejects(String ledger, long publication, String task) {
        return new PublicationPaper(ledger, publication, task, Map.of(), true);
    }

    /** Where a sink's share of a publication is. A sink's name is one step of a path. */
    public static String sharePath(long id, String sink) {
        return "publications/" + id + "/" + sink + "/content.jsonl";
    }

    /** Where the content of a publication is. */
    public static String contentPath(long id) {
        return "publications/" + id + "/content.jsonl";
    }

    /** Does nothing where an earlier process wrote it. */
    public void write(Spool spool) throws IOException {
        if (!spool.exists(path(publication))) {
            try (SpoolWriter out = spool.create(path(publication))) {
                out.write(JSON.writeValueAsBytes(this));
                out.commit();
            }
        }
    }

    /** Empty where nothing can have been delivered, or the folder does not say under which key. */
    static Optional<PublicationPaper> read(Spool spool, long id) throws IOException {
        if (new Editions(spool).newest(contentPath(id)).isEmpty() || !spool.exists(path(id))) {
            return Optional.empty();
        }
        try (InputStream in = spool.open(path(id), 0)) {
            return Optional.of(JSON.readValue(in, PublicationPaper.class));
        } catch (JacksonException e) {
            throw new IOException(path(id) + " in the spool can't be read: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads the content once: whose answers it holds, and what it is as a whole. */
    PastPublication in(Recipes recipes, Spool spool, List<PastLine> lines) throws IOException {
        Content content = content(spool, newest(spool, contentPath(publication)), lines);
        return new PastPublication(publication, recipes.taskId(task), ledger, content);
    }

    /** What sinks got that did not get the content as it is; written before the content, so all of it is there. */
    List<PastShare> shares(Spool spool) throws IOException {
        List<PastShare> found = new ArrayList<>();
        for (var share : (shares == null ? Map.<String, String>of() : shares).entrySet()) {
            List<PastLine> lines = new ArrayList<>();
            Content content = content(spool, newest(spool, sharePath(publication, share.getKey())), lines);
            found.add(new PastShare(share.getKey(), content, share.getValue(), lines));
        }
        return found;
    }

    /** An erasure writes it again, under another name. */
    private static String newest(Spool spool, String path) throws IOException {
        return new Editions(spool).newest(path).orElse(path);
    }

    private static Content content(Spool spool, String path, List<PastLine> lines) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        int records = 0;
        try (var in = new BufferedReader(
                new InputStreamReader(new DigestInputStream(spool.open(path, 0), sha256), StandardCharsets.UTF_8))) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                records++;
                JsonNode line = LINES.readValue(text);
                // A line of an erased record is empty.
                if (line.hasNonNull("source_id")) {
                    lines.add(new PastLine(
                            line.path("batch").path("id").asLong(),
                            line.path("record").asLong(),
                            line.path("attempt").asInt(),
                            line.path("source_id").asText()));
                }
            }
        } catch (JacksonException e) {
            throw new IOException(path + " in the spool has a damaged line: " + e.getOriginalMessage(), e);
        }
        return new Content(path, spool.size(path), Sha256.hex(sha256), records);
    }

    private static String path(long id) {
        return "publications/" + id + "/publication.json";
    }
}
