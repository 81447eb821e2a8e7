package dev.caravan.batch;

import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Quotas.Quota;
import dev.caravan.ledger.TryState;
import dev.caravan.provider.Failure;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a provider has no room: its limit is learnt, and the others of that credential and model wait. */
final class Overfull {
    private static final Logger LOG = LoggerFactory.getLogger(Overfull.class);
    private static final Pattern TOKENS = Pattern.compile("(?i)\\btokens?\\b|token_limit");
    /** "Limit: 90,000 enqueued tokens", or "limit of 90000 tokens". */
    private static final Pattern LIMIT =
            Pattern.compile("(?i)\\blimit\\b[^0-9]{0,20}([0-9][0-9,_]{2,20})\\s+(?:[a-z]+\\s+)?tokens");

    private final Workplace at;
    private final Shapes shapes;

    Overfull(Workplace at, Shapes shapes) {
        this.at = at;
        this.shapes = shapes;
    }

    /** The create was refused, and nothing was accepted; the batch waits as long as the answer says. */
    Duration refused(BatchInHand batch, Failure failure) {
        return learn(batch, failure.code(), failure.message(), failure.retryAfter());
    }

    /** Whether there was no room for the batch and that is all that ever came of it. */
    boolean isAll(BatchInHand batch, JobResults.Why why, List<ResultFile> files) {
        return why.kind() == Failure.Kind.QUOTA
                && files.isEmpty()
                && at.ledger().batches().tries(batch.getId()).stream()
                                .filter(t -> t.state() == TryState.ACCEPTED || t.state() == TryState.CREATING)
                                .count()
                        <= 1;
    }

    /** The whole batch was accepted and then failed, without a line of results: its records go again in others. */
    void dissolve(BatchInHand batch, JobResults.Why why) {
        learn(batch, why.code(), why.message(), null);
        at.ledger().batches().requeued(batch.claim(), why.code() + ": " + why.message());
        LOG.warn(
                "Batch {} had no room at {} ({}: {}); nothing was charged, its records go again in other batches",
                batch.getId(),
                batch.reach().provider().name(),
                why.code(),
                why.message());
    }

    private Duration learn(BatchInHand batch, String code, String message, @Nullable Duration asked) {
        String model = shapes.of(batch.batch().recipeId()).shape().model();
        long before = limit(batch, model);
        int refusals = at.ledger()
                .quotas()
                .find(batch.getCredential(), model)
                .map(Quota::refusals)
                .orElse(0);
        Duration wait = at.pace().after(refusals + 1, asked);
        boolean aboutTokens = TOKENS.matcher(code + " " + message).find();
        Quota quota = at.ledger().quotas().refused(batch.claim(), named(message), aboutTokens, wait);
        if (quota.limit() < before) {
            String body = "The provider takes about " + quota.limit() + " enqueued input tokens of model " + model
                    + " at once (" + code + ": " + message + "). Batches are cut smaller and wait for their turn; the"
                    + " limit is tried a little higher from time to time. If you know it, write it into"
                    + " config/models.yaml (enqueued-tokens).";
            LOG.warn("Credential \"{}\": {}", batch.getCredential(), body);
            at.ledger().events().raise(EventKind.QUOTA_LEARNT, "credential " + batch.getCredential(), body);
        }
        return wait;
    }

    private long limit(BatchInHand batch, String model) {
        return at.ledger()
                .quotas()
                .find(batch.getCredential(), model)
                .map(Quota::limit)
                .orElse(Long.MAX_VALUE);
    }

    /** The limit that a sentence names; null if it names none. */
    static @Nullable Long named(String message) {
        Matcher matcher = LIMIT.matcher(message);
        return matcher.find() ? Long.valueOf(matcher.group(1).replaceAll("[,_]", "")) : null;
    }
}
