package dev.caravan.restore;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.Restores.PastBatch;
import dev.caravan.ledger.Restores.PastMember;
import dev.caravan.ledger.Restores.PastTry;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Spool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a batch's folder needs to be understood without the ledger: {@code manifest.json}, and {@code members.jsonl} with the lines of
 * {@link MemberLines}, {@code {}} where a record was erased.
 *
 * @param ledger name and epoch, as its custom ids begin
 * @param size how many requests
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchPaper(
        String ledger,
        long batch,
        String task,
        String credential,
        String requests,
        long bytes,
        String sha256,
        int size,
        Recipe recipe) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader LINES = JSON.readerFor(Object[].class);
    private static final int NAME = 6;
    private static final int CHUNK = 5_000;

    /** The recipe, whole, so that a ledger that has never seen it can have it. */
    public record Recipe(int version, int schemaVersion, String contentHash, String model, String body) {
        public static Recipe of(Recipes.Recipe recipe) {
            return new Recipe(
                    recipe.version(), recipe.schemaVersion(), recipe.contentHash(), recipe.model(), recipe.body());
        }
    }

    public static String path(long batchId) {
        return "batches/" + batchId + "/manifest.json";
    }

    public static String membersPath(long batchId) {
        return "batches/" + batchId + "/members.jsonl";
    }

    static BatchPaper read(Spool spool, long batchId) throws IOException {
        try (InputStream in = spool.open(path(batchId), 0)) {
            return JSON.readValue(in, BatchPaper.class);
        } catch (JacksonException e) {
            throw new IOException(path(batchId) + " in the spool can't be read: " + e.getOriginalMessage(), e);
        }
    }

    /** With the name that its request file has now. */
    BatchPaper newest(Spool spool) throws IOException {
        String now = new Editions(spool).newest(requests).orElse(requests);
        return new BatchPaper(ledger, batch, task, credential, now, bytes, sha256, size, recipe);
    }

    /** @param blank how many of its members were erased since */
    PastBatch in(Recipes recipes, int blank, List<PastTry> tries) {
        int taskId = recipes.taskId(task);
        int recipeId = recipes.bind(new Recipes.NewRecipe(
                taskId, recipe.version(), recipe.schemaVersion(), recipe.contentHash(), recipe.model(), recipe.body()));
        long epoch = Long.parseLong(ledger.substring(NAME), 36);
        return new PastBatch(batch, taskId, recipeId, epoch, credential, requests, bytes, sha256, size, blank, tries);
    }

    /** Reads the members in chunks. Returns how many were erased. */
    static int members(Spool spool, long batchId, Consumer<List<PastMember>> chunks) throws IOException {
        String path = new Editions(spool).newest(membersPath(batchId)).orElse(membersPath(batchId));
        List<PastMember> chunk = new ArrayList<>();
        int place = 0;
        int blank = 0;
        try (var lines = new BufferedReader(new InputStreamReader(spool.open(path, 0), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    blank++;
                } else {
                    chunk.add(member(place, LINES.readValue(line)));
                }
                place++;
                if (chunk.size() == CHUNK) {
                    chunks.accept(chunk);
                    chunk = new ArrayList<>();
                }
            }
        }
        chunks.accept(chunk);
        return blank;
    }

    private static PastMember member(int place, Object[] line) {
        return new PastMember(
                place,
                ((Number) line[0]).longValue(),
                ((Number) line[1]).intValue(),
                ((Number) line[2]).intValue(),
                String.valueOf(line[3]),
                Long.parseLong(String.valueOf(line[4]), 36));
    }
}
