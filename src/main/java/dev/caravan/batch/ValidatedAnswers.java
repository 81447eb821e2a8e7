package dev.caravan.batch;

import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.model.Credential;
import dev.caravan.provider.Whole;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the validated answers of records again from where the ledger says they lie. Thread-safe. */
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

    /** Begins to read some of them. To be closed. */
    public AnswerReader open() {
        return new AnswerReader(this, new LinesAt(at.spool()));
    }

    AnswerReader.Rules rules(int recipeId) {
        Shapes.Bound bound = shapes.of(recipeId);
        return new AnswerReader.Rules(at.protocols().get(bound.protocol()).results(bound.shape()), bound.validator());
    }

    Whole whole(int recipeId) {
        return wholes.computeIfAbsent(recipeId, this::bound);
    }

    /** With the settings of an account there: those of a task's own may be gone, and answers do not depend on them. */
    private Whole bound(int recipeId) {
        Shapes.Bound bound = shapes.of(recipeId);
        Map<String, String> settings = at.models().credentials().values().stream()
                .filter(one -> one.provider().protocol().equals(bound.protocol()))
                .findFirst()
                .map(Credential::settings)
                .orElse(Map.of());
        return at.protocols().get(bound.protocol()).whole(bound.shape().with(settings));
    }

    void check(long batchId, ResultFile file) throws IOException {
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
