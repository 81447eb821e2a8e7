package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Price;
import dev.caravan.provider.PlainResult;
import dev.caravan.provider.ProviderResult;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.Task;
import dev.caravan.validation.Asked;
import dev.caravan.validation.Validator;
import dev.caravan.validation.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns what the provider said of a record into what the ledger is told: judged by the rules, retried by the policy. */
final class Outcomes {
    /** Of a request that its batch ran out of time for, where it is not sent again. */
    static final String BATCH_EXPIRED = "batch_expired";

    private static final String VALID = "ok";
    private static final Task.Retry NO_TASK = new Task.Retry(1, Duration.ofMinutes(1), Duration.ofHours(1));

    private final Rules rules;
    private final Price price;
    private final Task.Retry retry;
    private final int reviewInvalidAt;
    private final Instant now;

    /**
     * What answers of a batch are judged by.
     *
     * @param moved whether a deadline moved them to their model, and a person looks at what it says
     * @param whole whether callers wrote the requests: no person looks at any, and what a batch ran out of time for is over
     */
    record Rules(Validator validator, Nonces nonces, boolean moved, boolean whole) {}

    Outcomes(Rules rules, Price price, @Nullable BoundTask task, Instant now) {
        this.rules = rules;
        this.price = price;
        this.retry = task == null ? NO_TASK : task.task().retry();
        this.reviewInvalidAt = task == null ? 0 : task.task().review().afterAttempts();
        this.now = now;
    }

    /** Null for a line that only says that the request was not run. */
    @Nullable
    Outcome of(ProviderResult result, CustomIds.Id id, CanonicalRecord input, ResultAt at) {
        var usage = usage(result.tokens());
        return switch (result.outcome()) {
            case OK -> judged(result.answer(), String.valueOf(result.customId()), id, input, at, usage);
            case TRUNCATED, REFUSED, BLOCKED ->
                invalid(id, result.outcome().name().toLowerCase(java.util.Locale.ROOT), result.detail(), at, usage);
            case INVALID_REQUEST -> error(id, result, at, usage, null, true);
            case TRANSIENT -> error(id, result, at, usage, again(id), true);
            case QUOTA, AUTH -> error(id, result, at, usage, again(id), false);
            case EXPIRED -> rules.whole() ? expired(id, result, at, usage) : null;
            case CANCELLED -> null;
        };
    }

    /** When a record that failed at this attempt goes again. */
    Instant again(CustomIds.Id id) {
        return now.plus(new Backoff(retry.first(), retry.longest()).after(id.attempt()));
    }

    /** After how many failures of its own a record goes to a person; 0 where none looks at any. */
    int mostTries() {
        return rules.whole() ? 0 : retry.attempts();
    }

    private static Outcome expired(CustomIds.Id id, ProviderResult result, ResultAt at, Usage usage) {
        return outcome(id, RecordState.PROVIDER_ERROR, BATCH_EXPIRED, result.detail(), null, false, 0, at, usage);
    }

    /** The same for a line of the usual kind. */
    Outcome of(PlainResult result, CustomIds.Id id, CanonicalRecord input, ResultAt at) {
        var usage = usage(result.tokens());
        var asked = new Asked(input, id.recordId(), "", rules.moved());
        return rules.validator().passes(result.answer(), result.length(), asked)
                ? outcome(id, RecordState.COMPLETED, VALID, "", null, false, 0, at, usage)
                : judged(result.text(), result.customId(), id, input, at, usage);
    }

    /** @param sent the id in the line, also where a restored ledger calls the record by another number */
    private Outcome judged(
            @Nullable String answer, String sent, CustomIds.Id id, CanonicalRecord input, ResultAt at, Usage usage) {
        String nonce = rules.validator().needsNonce() ? rules.nonces().of(sent) : "";
        var asked = new Asked(input, id.recordId(), nonce, rules.moved());
        Verdict verdict = rules.validator().judge(answer == null ? "" : answer, asked);
        return switch (verdict.kind()) {
            case VALID ->
                outcome(id, RecordState.COMPLETED, verdict.code(), verdict.detail(), null, false, 0, at, usage);
            case REVIEW ->
                outcome(id, RecordState.REVIEW_REQUIRED, verdict.code(), verdict.detail(), null, false, 0, at, usage);
            case INVALID -> invalid(id, verdict.code(), verdict.detail(), at, usage);
        };
    }

    private Outcome invalid(CustomIds.Id id, String code, String detail, ResultAt at, Usage usage) {
        return outcome(id, RecordState.INVALID_OUTPUT, code, detail, null, true, reviewInvalidAt, at, usage);
    }

    private Outcome error(
            CustomIds.Id id,
            ProviderResult result,
            ResultAt at,
            Usage usage,
            @Nullable Instant again,
            boolean byRecord) {
        // Where no person looks, the last try is the end.
        Instant next = rules.whole() && byRecord && id.attempt() >= retry.attempts() ? null : again;
        int reviewAt = next == null ? 0 : mostTries();
        return outcome(
                id, RecordState.PROVIDER_ERROR, result.code(), result.detail(), next, byRecord, reviewAt, at, usage);
    }

    private static Outcome outcome(
            CustomIds.Id id,
            RecordState state,
            String code,
            String detail,
            @Nullable Instant again,
            boolean byRecord,
            int reviewAt,
            ResultAt at,
            Usage usage) {
        return new Outcome(id.recordId(), id.attempt(), state, code, detail, again, byRecord, reviewAt, at, usage);
    }

    private Usage usage(ProviderResult.Tokens tokens) {
        long micros = price.micros(tokens.in(), tokens.cached(), tokens.out());
        return new Usage(tokens.in(), tokens.cached(), tokens.out(), tokens.reasoning(), micros);
    }
}
