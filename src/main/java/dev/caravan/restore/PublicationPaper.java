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
import java.util.List;
import java.util.Optional;

/**
 * What a publication's folder needs to be understood without the ledger, in {@code publications/<id>/publication.json};
 * written before its content.
 *
 * @param ledger name and epoch of the ledger that made it, as sinks know it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PublicationPaper(String ledger, long publication, String task) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader LINES = JSON.readerFor(JsonNode.class);

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
        if (!spool.exists(contentPath(id)) || !spool.exists(path(id))) {
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
        String path = contentPath(publication);
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
        var content = new Content(path, spool.size(path), Sha256.hex(sha256), records);
        return new PastPublication(publication, recipes.taskId(task), ledger, content);
    }

    private static String path(long id) {
        return "publications/" + id + "/publication.json";
    }
}
