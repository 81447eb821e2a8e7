package dev.caravan.batch;

import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.provider.ProviderResult;
import java.io.IOException;

/** Reads the validated answer of a record again from where the ledger says it lies. */
public final class ValidatedAnswers {
    private final Workplace at;
    private final Shapes shapes;

    ValidatedAnswers(Workplace at, Shapes shapes) {
        this.at = at;
        this.shapes = shapes;
    }

    /**
     * The answer as compact JSON.
     *
     * @throws IOException if the spool no longer holds a valid answer there; nothing may be published then
     */
    public byte[] valueOf(long recordId, int recipeId, ResultFile file, ResultAt where) throws IOException {
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
}
