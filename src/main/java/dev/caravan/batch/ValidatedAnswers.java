package dev.caravan.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.model.Credential;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.Whole;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the validated answer of a record again from where the ledger says it lies. */
public final class ValidatedAnswers {
    private static final int MOST = 10_000;

    /** Files that were looked at by this process. */
    private final Set<String> intact = ConcurrentHashMap.newKeySet();

    private final Workplace at;
    private final Shapes shapes;
    private final Map<Integer, Whole> wholes = new ConcurrentHashMap<>();

    ValidatedAnswers(Workplace at, Shapes shapes) {
        this.at = at;
        this.shapes = shapes;
    }

    /**
     * The answer as compact JSON. The first answer of a file is read only when the whole file is what was brought home; a
     * damaged one is fetched again by the collect stage.
     *
     * @throws IOException if the spool no longer holds a valid answer there; nothing may be published then
     */
    public byte[] valueOf(long batchId, long recordId, int recipeId, ResultFile file, ResultAt where)
            throws IOException {
        check(batchId, file);
        Shapes.Bound bound = shapes.of(recipeId);
        try (var scanner = new ResultScanner(at.spool().open(file.path(), where.offset()), where.offset())) {
            if (!scanner.next()) {
                throw new IOException("Record " + recordId + " has no result at " + file.path() + ":" + where.offset());
            }
            ProviderResult result = at.protocols()
                    .get(bound.protocol())
                    .results(bound.shape())
                    .read(scanner.buffer(), scanner.from(), scanner.to());
            String answer = result.answer();
            if (answer == null) {
                throw new IOException("Record " + recordId + " has no answer at " + file.path() + ":" + where.offset());
            }
            return bound.validator()
                    .value(answer)
                    .orElseThrow(() -> new IOException(
                            "Record " + recordId + " has no valid answer at " + file.path() + ":" + where.offset()));
        }
    }

    /**
     * What a caller who wrote the request himself gets for one result line, success or failure, in OpenAI's words.
     *
     * @param body of the request
     * @param created the time of the answer where the provider does not tell one
     * @throws IOException if the spool no longer holds the line there
     */
    public Whole.Answer answerOf(
            long batchId, int recipeId, JsonNode body, ResultFile file, ResultAt where, Instant created)
            throws IOException {
        check(batchId, file);
        try (var scanner = new ResultScanner(at.spool().open(file.path(), where.offset()), where.offset())) {
            if (!scanner.next()) {
                throw new IOException("There is no result at " + file.path() + ":" + where.offset());
            }
            byte[] line = Arrays.copyOfRange(scanner.buffer(), scanner.from(), scanner.to());
            return wholes.computeIfAbsent(recipeId, this::whole).answer(body, line, created);
        }
    }

    /** With the settings of an account there: those of a task's own may be gone, and answers do not depend on them. */
    private Whole whole(int recipeId) {
        Shapes.Bound bound = shapes.of(recipeId);
        Map<String, String> settings = at.models().credentials().values().stream()
                .filter(one -> one.provider().protocol().equals(bound.protocol()))
                .findFirst()
                .map(Credential::settings)
                .orElse(Map.of());
        return at.protocols().get(bound.protocol()).whole(bound.shape().with(settings));
    }

    private void check(long batchId, ResultFile file) throws IOException {
        String known = file.path() + " " + file.sha256();
        if (intact.contains(known)) {
            return;
        }
        Optional<String> damage = Intact.damage(at.spool(), file.path(), file.bytes(), file.sha256());
        if (damage.isPresent()) {
            at.ledger().collection().mend(batchId, file, damage.get() + "; it is fetched again");
            throw new IOException(
                    damage.get() + ". Nothing of it is published; it is fetched again from the provider. If"
                            + " that no longer has it, bring the file back from a copy of the spool");
        }
        if (intact.size() >= MOST) {
            intact.clear();
        }
        intact.add(known);
    }
}
