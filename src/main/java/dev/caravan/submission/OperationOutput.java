package dev.caravan.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.batch.AnswerReader;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Submissions.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The output of the Batch API: one line for each of the body, results and failures. */
final class OperationOutput implements OutputShape {
    private final OutputLines lines;
    private final AnswerReader answers;
    private final RecordAnswers said;

    /** @param created of the submission, in seconds */
    OperationOutput(OutputStream out, long created, AnswerReader answers, RecordAnswers said) throws IOException {
        this.lines = new OutputLines(out, created);
        this.answers = answers;
        this.said = said;
    }

    @Override
    public void expect(List<Outcome> next) {
        answers.expect(next.stream()
                .filter(record -> OutputShape.isResult(record) && record.value() == null)
                .flatMap(record -> OutputShape.answer(record).stream())
                .toList());
    }

    @Override
    public boolean write(JsonNode asked, Outcomes.End end, @Nullable String unread) throws IOException {
        String customId = asked.path("custom_id").asText();
        Outcome record = end.record();
        Drops.Refusal refusal = end.refusal();
        if (record != null && OutputShape.isResult(record)) {
            Operation operation =
                    Operation.of(asked.path("body").path("model").asText()).orElseThrow();
            lines.result(customId, operation, record, Replies.of(operation, asked.path("body"), value(record)));
            return true;
        }
        if (customId.isEmpty()) {
            lines.failure("", "erased", "The record was erased on request");
            return false;
        }
        Failure why = record != null
                ? Failure.of(record, detail(record))
                : refusal != null ? Failure.of(refusal) : Failure.unread(unread);
        lines.failure(customId, why.code(), why.message());
        return false;
    }

    @Override
    public void flush() throws IOException {
        lines.flush();
    }

    private JsonNode value(Outcome record) throws IOException {
        String given = record.value();
        if (given != null) {
            return Replies.JSON.readTree(given);
        }
        AnswerReader.Answer answer = OutputShape.answer(record)
                .orElseThrow(() -> new IOException("record " + record.recordId() + " is published and has no answer"));
        return Replies.JSON.readTree(answers.valueOf(answer));
    }

    /** What the provider said of a failure; nothing of the answer itself. */
    private String detail(Outcome record) {
        ResultFile file = record.file();
        if (file == null || record.state() == RecordState.DISCARDED) {
            return "";
        }
        try {
            return said.said(record.recipeId(), file, record.result()).detail();
        } catch (NoSuchFileException gone) {
            return "";
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
