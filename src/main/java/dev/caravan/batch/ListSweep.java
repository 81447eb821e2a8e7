package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Twins;
import dev.caravan.model.Credential;
import dev.caravan.provider.ResultLines;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The regular look at what providers have under our credentials (rules 11 and 12): batches of ours that the ledger does not
 * know become twins or are told of; request files that nobody needs any more are deleted.
 */
public final class ListSweep {
    private static final Logger LOG = LoggerFactory.getLogger(ListSweep.class);
    private static final Duration LEAST = Duration.ofHours(48);
    private static final Duration MARGIN = Duration.ofDays(1);

    private final Workplace at;
    private final Shapes shapes;
    private final SeenLists lists;
    private final Map<String, Set<String>> foreign = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> stuck = new ConcurrentHashMap<>();

    ListSweep(Workplace at, Shapes shapes, SeenLists lists) {
        this.at = at;
        this.shapes = shapes;
        this.lists = lists;
    }

    /** One look for each credential whose secret is there and with which this ledger has sent anything. */
    public List<CredentialSweep> due() {
        return at.models().credentials().values().stream()
                .filter(credential -> credential.isUsable() && !at.standstill().isSilent(credential))
                .flatMap(credential -> begin(credential).stream())
                .toList();
    }

    private Optional<CredentialSweep> begin(Credential credential) {
        return at.ledger().doubts().lastSent(credential.name()).map(last -> {
            Instant now = at.clock().instant();
            Instant listed = now.minus(credential.provider().kept().batches());
            var view = new CredentialSweep.View(
                    since(credential, now),
                    at.ledger().batches().witnesses(credential.name(), Long.MAX_VALUE, listed),
                    lines(credential, last),
                    foreign.computeIfAbsent(credential.name(), name -> ConcurrentHashMap.newKeySet()),
                    stuck.computeIfAbsent(credential.name(), name -> ConcurrentHashMap.newKeySet()));
            return new CredentialSweep(at, credential, view);
        });
    }

    /** Two days, or back to the oldest batch that is not home. */
    private Instant since(Credential credential, Instant now) {
        Instant usual = now.minus(LEAST);
        return at.ledger()
                .doubts()
                .oldestOpen(credential.name())
                .map(oldest -> oldest.minus(MARGIN))
                .filter(usual::isAfter)
                .orElse(usual);
    }

    private @Nullable ResultLines lines(Credential credential, Batches.Batch last) {
        try {
            Shapes.Bound bound = shapes.of(last.recipeId());
            return at.protocols().get(bound.protocol()).results(bound.shape().with(credential.settings()));
        } catch (IllegalStateException e) {
            LOG.warn("Results of batches of \"{}\" can't be compared: {}", credential.name(), e.getMessage());
            return null;
        }
    }

    /** The look is over. */
    public void swept(CredentialSweep sweep) {
        sweep.strangers().forEach((id, how) -> judge(sweep, id, how));
        if (sweep.isWhole()) {
            lists.whole(sweep.getCredential(), sweep.since(), sweep.inLedger());
        } else if (sweep.unclear() != null) {
            LOG.warn(
                    "The list of batches of credential \"{}\" tells not everything: {}",
                    sweep.getCredential(),
                    sweep.unclear());
        }
        if (sweep.deleted() > 0) {
            LOG.info(
                    "{} request files that nobody needs any more are gone at {} (credential \"{}\")",
                    sweep.deleted(),
                    sweep.reach().provider().name(),
                    sweep.getCredential());
        }
        if (sweep.cleared() > 0) {
            LOG.info(
                    "What {} settled batches left is gone at {} (credential \"{}\")",
                    sweep.cleared(),
                    sweep.reach().provider().name(),
                    sweep.getCredential());
        }
    }

    private void judge(CredentialSweep sweep, String id, CredentialSweep.Listed how) {
        String name = sweep.getCredential();
        Twins twins = at.ledger().twins();
        Twins.Origin origin = how.origin() == null
                ? twins.origin(name, how.token(), how.fileId()).orElse(null)
                : how.origin();
        Twins.Attached what = origin == null
                ? Twins.Attached.STRANGE
                : twins.attach(name, new Twins.Found(origin.batchId(), origin.tryNo(), id));
        switch (what) {
            case TWIN -> {
                long batch = origin == null ? 0 : origin.batchId();
                try (Ids ids = Ids.put(InHand.batch(batch))) {
                    LOG.error(
                            "Batch {} exists once more at {}, as {}. That one is cancelled, and what it has finished by"
                                    + " then is collected and counted as overspend",
                            batch,
                            sweep.reach().provider().name(),
                            id);
                }
            }
            case SEARCHED ->
                LOG.warn(
                        "{} has {} for a batch in doubt; its search takes it up",
                        sweep.reach().provider().name(),
                        id);
            case STRANGE -> {
                if (!isOfAnotherCredential(origin, name)) {
                    tell(sweep, id, how);
                }
            }
            case KNOWN, CREATING -> {}
        }
    }

    /** Two credentials of one account see the same list; each looks after its own batches. */
    private boolean isOfAnotherCredential(Twins.@Nullable Origin origin, String credential) {
        return origin != null
                && at.ledger()
                        .batches()
                        .find(origin.batchId())
                        .filter(batch -> !batch.credential().equals(credential))
                        .isPresent();
    }

    private void tell(CredentialSweep sweep, String id, CredentialSweep.Listed how) {
        String mark = how.token() == null ? "an input of this ledger" : "the label " + how.token();
        boolean first = at.ledger()
                .events()
                .raiseOnce(
                        EventKind.UNKNOWN_BATCH,
                        "credential " + sweep.getCredential() + " " + id,
                        sweep.reach().provider().name() + " has " + id + ", which carries " + mark
                                + ", but the ledger knows no such try: was it restored, or copied? Nothing is done about"
                                + " it; look at it there");
        if (first) {
            LOG.error(
                    "{} has {} with {}, which the ledger does not know (credential \"{}\")",
                    sweep.reach().provider().name(),
                    id,
                    mark,
                    sweep.getCredential());
        }
    }

    /** The look got no answer; the next one comes with the timer. */
    public void failed(@Nullable CredentialSweep sweep, Throwable error) {
        LOG.warn(
                "The batches of {} could not be listed: {}",
                sweep == null ? "a credential" : "credential \"" + sweep.getCredential() + "\"",
                error.toString());
    }
}
