package dev.caravan.submission;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.batch.SingleRecords.Judged;
import dev.caravan.intake.CanonicalWriter;
import dev.caravan.intake.JsonFields;
import dev.caravan.intake.JsonObjects;
import dev.caravan.intake.SourceRow;
import dev.caravan.realtime.NoAnswerException;
import dev.caravan.realtime.TaskCalls;
import dev.caravan.submission.RefusedSubmission.Why;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line whose caller waits: the operations of the Batch API in real time, through the same tasks. Nothing of it is kept but
 * what it costs. Thread-safe.
 */
public final class Direct {
    private static final Set<String> DOCUMENT = Set.of("document", "document_mime_type");

    private final Operations operations;
    private final TaskCalls calls;
    private final Limits limits;

    Direct(Operations operations, TaskCalls calls, Limits limits) {
        this.operations = operations;
        this.calls = calls;
        this.limits = limits;
    }

    /**
     * Answers one body.
     *
     * @param body JSON, without compression
     * @return what the caller gets
     * @throws RefusedSubmission if the body is wrong, or no task answers it; nobody was asked
     * @throws NoAnswerException if the provider gave none
     * @throws NotGivenOutException if the answer is not one that the task lets out
     */
    public ObjectNode answer(Caller caller, Operation operation, InputStream body)
            throws IOException, RefusedSubmission, NoAnswerException, NotGivenOutException {
        byte[] bytes = read(body);
        FieldCheck check = FieldCheck.alone();
        SortedMap<String, Object> fields = parse(bytes);
        SortedMap<String, Object> row = row(operation, fields, check);
        Task task = operations.task(caller, operation);
        String id = calls.newId();
        check.size(row, id, task);
        row.put("custom_id", id);
        row.put("id", id);
        TaskCalls.Reply reply = ask(task, row, id);
        Judged judged = reply.judged();
        byte[] value = judged.value();
        return switch (judged.worth()) {
            case VALID ->
                DirectReplies.of(
                        operation,
                        Replies.JSON.readTree(bytes),
                        Replies.JSON.readTree(value),
                        reply.answered().took().toMillis());
            case INVALID ->
                throw new NotGivenOutException(
                        judged.code(),
                        "The answer breaks a rule of the task, so it is not given out: " + judged.detail());
            case REVIEW ->
                throw new NotGivenOutException(
                        judged.code(),
                        "A person must look at this answer first (" + judged.detail()
                                + "), so it is not given out. In a batch (POST /v1/batches) it waits for one");
            case ERROR ->
                throw new NotGivenOutException(judged.code(), "The provider could not answer: " + judged.detail());
        };
    }

    private TaskCalls.Reply ask(Task task, SortedMap<String, Object> row, String id)
            throws IOException, RefusedSubmission, NoAnswerException {
        CanonicalWriter json = new CanonicalWriter();
        new JsonFields(row).write(json);
        JsonRecord record = JsonRecord.parse(Arrays.copyOf(json.bytes(), json.length()));
        try {
            return calls.ask(task.name(), record, id);
        } catch (IllegalArgumentException e) {
            // Not the caller's fault but for its length, which the message says.
            throw RefusedSubmission.whole(
                    Why.NOT_CONFIGURED, "The task " + task.name() + " can't answer this: " + e.getMessage());
        }
    }

    private static SortedMap<String, Object> row(
            Operation operation, SortedMap<String, Object> fields, FieldCheck check) throws RefusedSubmission {
        for (String field : DOCUMENT) {
            if (fields.containsKey(field)) {
                throw check.unprocessable(
                        field, "documents are not read here (there is no OCR): pass the text of it in text");
            }
        }
        check.allow("", fields, operation.fields());
        check.constant("model", fields.get("model"), operation.word());
        if (fields.get("labels") instanceof java.util.List<?> labels && labels.isEmpty()) {
            throw check.unprocessable("labels", "is empty: name at least one label with its rubric");
        }
        return new TreeMap<>(new OperationFields(check).of(operation, fields));
    }

    private byte[] read(InputStream body) throws IOException, RefusedSubmission {
        byte[] bytes = body.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limits.lineBytes() + 1));
        if (bytes.length > limits.lineBytes()) {
            throw RefusedSubmission.whole(
                    Why.TOO_LARGE, "The body is longer than " + limits.lineBytes() + " bytes (caravan.http.max-line)");
        }
        return bytes;
    }

    private static SortedMap<String, Object> parse(byte[] bytes) throws IOException, RefusedSubmission {
        try (JsonParser parser = JsonObjects.factory().createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw RefusedSubmission.whole(Why.INVALID, "The body is empty: send one JSON object");
            }
            SourceRow row = new JsonObjects().read(parser, 0);
            if (row instanceof SourceRow.Refused refused) {
                throw RefusedSubmission.whole(Why.INVALID, refused.detail());
            }
            if (parser.nextToken() != null) {
                throw RefusedSubmission.whole(Why.INVALID, "malformed JSON: more text after the object");
            }
            return ((JsonFields) ((SourceRow.Readable) row).fields()).fields();
        } catch (JsonProcessingException e) {
            throw RefusedSubmission.whole(Why.INVALID, "malformed JSON: " + JsonObjects.describe(e));
        }
    }
}
