package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.provider.PromptWriter;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.RequestShape;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.NoncedRecord;
import dev.caravan.task.RecipeSpec;
import dev.caravan.task.Task;
import dev.caravan.validation.Asked;
import dev.caravan.validation.Finding;
import dev.caravan.validation.Validator;
import dev.caravan.validation.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests for single records that are in no batch and in no ledger, written as batches write them, and answers judged as
 * those of batches are: by prompt, schema and rules of the task as it is configured today.
 */
public final class SingleRecords {
    private static final int USUAL_LINE = 8192;
    private static final CanonicalRecord NO_RECORD = JsonRecord.parse("{}".getBytes(StandardCharsets.UTF_8));

    private final Workplace at;
    private final BoundTasks tasks;
    private final Shapes shapes;
    private final Nonces nonces;
    private final Estimates estimates;
    private final Map<Integer, Validator> validators = new ConcurrentHashMap<>();

    SingleRecords(Workplace at, BoundTasks tasks, Shapes shapes) {
        this.at = at;
        this.tasks = tasks;
        this.shapes = shapes;
        this.nonces = new Nonces(at.ledger().proofs().key());
        this.estimates = new Estimates(at.ledger());
    }

    /**
     * A request that is ready to be sent.
     *
     * @param shape for the task's own credential
     * @param line as in a batch, line feed included; must not be changed
     * @param most what it costs at most if it is asked in real time, in millionths of a US dollar, as far as anybody can know
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Request(
            Task task,
            int taskId,
            RequestShape shape,
            String customId,
            CanonicalRecord record,
            byte[] line,
            long most) {}

    /** What an answer is worth. */
    public enum Worth {
        VALID,
        /** Valid, and in a batch a person would look at it before it is published. */
        REVIEW,
        /** Breaks a rule, or is no whole answer. */
        INVALID,
        /** The provider did not answer. */
        ERROR
    }

    /**
     * An answer, judged.
     *
     * @param code as a record of a batch would get it; {@code ok} if valid
     * @param detail a sentence for people; empty if valid
     * @param value what would be published, as JSON; null if nothing
     * @param findings every broken rule
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Judged(Worth worth, String code, String detail, byte @Nullable [] value, List<Finding> findings) {}

    /**
     * Writes the request for one record.
     *
     * @param customId letters, digits, {@code _} and {@code -}, at most 64; never used before
     * @throws IllegalArgumentException if there is no such task, or its request is longer than its provider takes
     */
    public Request request(String task, CanonicalRecord record, String customId) throws IOException {
        BoundTask bound = tasks.find(tasks.idOf(task)).orElseThrow();
        var model = bound.task().model();
        RequestShape shape =
                shapes.of(bound.recipeId()).shape().with(model.credential().settings());
        Protocol protocol = at.protocols().get(model.credential().provider().protocol());
        boolean withNonce = bound.task().output().nonceField() != null;
        CanonicalRecord shown = withNonce ? new NoncedRecord(record, nonces.of(customId)) : record;
        return written(bound, shape, protocol, record, customId, new RenderedPrompt(bound.prompts(), shown));
    }

    /**
     * Writes the request for a text that is of no record: the model's only prompt, without schema and rules.
     *
     * @param task of the gateway, which names the batch model and pays
     * @throws IllegalArgumentException if there is no such task, or its request is longer than its provider takes
     */
    public Request text(String task, String text, String customId) throws IOException {
        BoundTask bound = tasks.find(tasks.idOf(task)).orElseThrow();
        var model = bound.task().model();
        var shape = new RequestShape(
                model.endpoint(),
                model.model(),
                model.thinking(),
                model.parameters(),
                null,
                "answer",
                model.credential().settings());
        Protocol protocol = at.protocols().get(model.credential().provider().protocol());
        return written(bound, shape, protocol, NO_RECORD, customId, new TextPrompt(text));
    }

    private Request written(
            BoundTask bound,
            RequestShape shape,
            Protocol protocol,
            CanonicalRecord record,
            String customId,
            PromptWriter prompt)
            throws IOException {
        var line = new LineBuffer(USUAL_LINE);
        protocol.requests(shape).write(customId, prompt, line);
        int most = bound.task().model().credential().provider().limits().lineBytes();
        if (line.size() > most) {
            throw new IllegalArgumentException(
                    "its request would be " + line.size() + " bytes; the provider takes " + most);
        }
        long dearest = estimates.mostAtOnce(bound, line);
        return new Request(
                bound.task(),
                bound.taskId(),
                shape,
                customId,
                record,
                Arrays.copyOf(line.bytes(), line.size()),
                dearest);
    }

    /** Judges what came back, by the rules that a batch of the task would be judged by today. */
    public Judged judge(Request request, ProviderResult result) {
        return switch (result.outcome()) {
            case OK -> judged(request, result);
            case TRUNCATED, REFUSED, BLOCKED ->
                none(Worth.INVALID, result.outcome().name().toLowerCase(Locale.ROOT), result.detail());
            default -> none(Worth.ERROR, result.code(), result.detail());
        };
    }

    private Judged judged(Request request, ProviderResult result) {
        Validator validator =
                validators.computeIfAbsent(tasks.recipeOf(request.task().name()), this::withoutSample);
        String nonce = validator.needsNonce() ? nonces.of(request.customId()) : "";
        String answer = result.answer();
        Verdict verdict = validator.judge(answer == null ? "" : answer, new Asked(request.record(), 0, nonce, false));
        return switch (verdict.kind()) {
            case VALID -> new Judged(Worth.VALID, verdict.code(), verdict.detail(), verdict.value(), List.of());
            case REVIEW -> new Judged(Worth.REVIEW, verdict.code(), verdict.detail(), verdict.value(), List.of());
            case INVALID -> new Judged(Worth.INVALID, verdict.code(), verdict.detail(), null, verdict.findings());
        };
    }

    /** The sample for people is drawn from the records of drops, and this is none of them. */
    private Validator withoutSample(int recipeId) {
        RecipeSpec spec = shapes.of(recipeId).spec();
        var review = new Task.Review(
                spec.review().when(),
                0,
                spec.review().afterAttempts(),
                spec.review().second());
        return Validator.compile(spec.output(), review);
    }

    private static Judged none(Worth worth, String code, String detail) {
        return new Judged(worth, code, detail, null, List.of());
    }
}
