package dev.caravan.review;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.RecordLines;
import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.OpenItems.Attempt;
import dev.caravan.spool.Spool;
import dev.caravan.task.JsonRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Input and answers of single records from the spool. What can't be read is left out, and the trouble says why. */
final class RecordBytes {
    static final JsonRecord NO_INPUT = JsonRecord.parse("{}".getBytes(StandardCharsets.UTF_8));

    private final RecordLines lines;
    private final RecordAnswers answers;

    RecordBytes(Spool spool, RecordAnswers answers) {
        this.lines = new RecordLines(spool);
        this.answers = answers;
    }

    /**
     * An answer as a person reads it.
     *
     * @param said as it came; null if there is none
     */
    record Text(
            @Nullable String text, boolean json, @Nullable String said) {
        static final Text NONE = new Text(null, false, null);
    }

    JsonRecord input(Optional<InputAt> at, List<String> trouble) {
        if (at.isEmpty()) {
            trouble.add("its input is not in the ledger any more");
            return NO_INPUT;
        }
        try {
            return JsonRecord.parse(lines.input(at.get()));
        } catch (IOException | IllegalArgumentException e) {
            trouble.add("its input can't be read: " + e.getMessage());
            return NO_INPUT;
        }
    }

    Text text(Attempt attempt, List<String> trouble) {
        Collection.ResultFile file = attempt.file();
        Collection.ResultAt at = attempt.at();
        if (file == null || at == null) {
            return Text.NONE;
        }
        try {
            String said = answers.said(attempt.recipeId(), file, at).answer();
            if (said == null) {
                return Text.NONE;
            }
            return answers.rules(attempt.recipeId())
                    .value(said)
                    .map(value -> new Text(new String(value, StandardCharsets.UTF_8), true, said))
                    .orElseGet(() -> new Text(said, false, said));
        } catch (IOException e) {
            trouble.add("its answer can't be read: " + e.getMessage());
            return Text.NONE;
        }
    }
}
