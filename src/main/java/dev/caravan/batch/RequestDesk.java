package dev.caravan.batch;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Canaries;
import dev.caravan.ledger.Cancels;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.ItemConflictException;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Request;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what people asked for on the command line or over HTTP, between two batches that are cut, so that no batch is made of what is
 * being stopped.
 */
final class RequestDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDesk.class);
    private static final int AT_ONCE = 20_000;

    private static final Set<Kind> KINDS = Set.of(Kind.CANCEL, Kind.HOLD, Kind.RELEASE, Kind.OPEN, Kind.REVIEW);

    private final Workplace at;

    RequestDesk(Workplace at) {
        this.at = at;
    }

    void work() {
        if (!at.ledger().requests().open(KINDS).isEmpty()) {
            at.ledger().nodes().duties().alone("requests", this::answer);
        }
        for (Cancels.GivenUp batch : at.ledger().cancels().giveUp()) {
            try (Ids ids = Ids.put(InHand.batch(batch.batchId()))) {
                LOG.info(
                        "Batch {} is not sent: {} records are held, {} go again in another batch",
                        batch.batchId(),
                        batch.held(),
                        batch.again());
            }
        }
        holdQueued();
    }

    private void answer() {
        for (Request request : at.ledger().requests().open(KINDS)) {
            Wish wish = request.wish();
            Answer answer = switch (wish.kind()) {
                case CANCEL -> cancel(wish, request.actor());
                case HOLD -> hold(wish, request.actor());
                case OPEN -> Answer.done(opened(wish, request.actor()));
                case REVIEW -> review(wish.value(), request.actor());
                default -> Answer.done(released(wish, request.actor()));
            };
            at.ledger().requests().done(request.id(), answer);
            try (Ids ids = Ids.put(about(wish))) {
                LOG.info(
                        "{} {}, asked for by {}: {}",
                        wish.kind().name().toLowerCase(Locale.ROOT),
                        subject(wish),
                        request.actor(),
                        answer.text());
            }
        }
    }

    private static InHand about(Wish wish) {
        boolean number = wish.value().matches("\\d{1,18}");
        return switch (wish.about()) {
            case DROP -> number ? InHand.drop(Long.parseLong(wish.value())) : InHand.NOTHING;
            case BATCH -> number ? InHand.batch(Long.parseLong(wish.value())) : InHand.NOTHING;
            case TASK -> InHand.NOTHING.task(wish.value());
            default -> InHand.NOTHING;
        };
    }

    /** What a person writes about a record stays in the ledger. */
    private static String subject(Wish wish) {
        return wish.kind() == Kind.REVIEW
                ? "record " + wish.value().substring(0, wish.value().indexOf(' '))
                : wish.about().name().toLowerCase(Locale.ROOT) + " " + wish.value();
    }

    private int holdQueued() {
        int total = 0;
        int held = -1;
        while (held != 0) {
            held = at.ledger().cancels().holdQueued(AT_ONCE);
            total += held;
        }
        if (total > 0) {
            LOG.info("{} queued records of cancelled or held drops are held", total);
        }
        return total;
    }

    private Answer review(String value, String actor) {
        int space = value.indexOf(' ');
        try {
            at.ledger().decisions().ask(Long.parseLong(value.substring(0, space)), actor, value.substring(space + 1));
            return Answer.done("it waits for a person (review.manual)");
        } catch (ItemConflictException e) {
            return Answer.refused(String.valueOf(e.getMessage()));
        }
    }

    private Answer cancel(Wish wish, String actor) {
        return switch (wish.about()) {
            case BATCH -> batch(Long.parseLong(wish.value()), actor);
            case DROP -> Answer.done(drops(List.of(Long.parseLong(wish.value())), actor));
            case TASK ->
                Answer.done(
                        drops(at.ledger().cancels().drops(at.ledger().recipes().taskId(wish.value())), actor));
            case CODE -> Answer.refused("a code can be released, not cancelled");
        };
    }

    private Answer hold(Wish wish, String actor) {
        return switch (wish.about()) {
            case DROP -> held(List.of(Long.parseLong(wish.value())), actor);
            case TASK -> held(at.ledger().cancels().drops(at.ledger().recipes().taskId(wish.value())), actor);
            case BATCH, CODE -> Answer.refused("a drop or a task can be held");
        };
    }

    private Answer held(List<Long> drops, String actor) {
        List<Long> held = drops.stream()
                .filter(drop -> at.ledger().cancels().hold(drop, actor, "Nothing more of it is sent for now"))
                .toList();
        if (held.isEmpty()) {
            return Answer.refused("nothing of it is sent any more as it is");
        }
        at.ledger().cancels().giveUp();
        int records = holdQueued();
        return Answer.done((held.size() == 1 ? "drop " : "drops ") + named(held) + (held.size() == 1 ? " is" : " are")
                + " held: " + records
                + " records that were not sent wait (held). What is at its provider runs to its end"
                + " and counts. A release lets them go on");
    }

    private Answer batch(long id, String actor) {
        return at.ledger()
                .cancels()
                .batch(id, actor, "Asked for from outside")
                .map(state -> Answer.done(stopped(state)))
                .orElseGet(() -> Answer.refused("there is no batch " + id));
    }

    private static String stopped(BatchState state) {
        return switch (state) {
            case ASSEMBLING, ASSEMBLED ->
                "it was not sent yet, and is not sent any more. Its records are held (cancelled)";
            case CREATING, IN_DOUBT ->
                "its create may be under way. It is found out first whether its provider has it; then it is cancelled"
                        + " there. What ran by then is kept, the rest is held (cancelled)";
            case SUBMITTED ->
                "its provider is asked to stop it. What ran by then is paid, kept and published; the rest is held"
                        + " (cancelled) and not sent again";
            case COLLECTING ->
                "it has ended at its provider and its results are being brought home. What did not run is held"
                        + " (cancelled) and not sent again";
            case COLLECTED, DISSOLVED, LOST -> "it is over (" + state + "): there is nothing to cancel";
        };
    }

    private String drops(List<Long> drops, String actor) {
        List<Long> batches = new ArrayList<>();
        List<Long> shared = new ArrayList<>();
        for (long drop : drops) {
            Cancels.Stopped stopped = at.ledger().cancels().drop(drop, actor);
            batches.addAll(stopped.batches());
            shared.addAll(stopped.shared());
        }
        shared.removeAll(batches);
        int held = at.ledger().cancels().giveUp().stream()
                        .mapToInt(Cancels.GivenUp::held)
                        .sum()
                + holdQueued();
        if (drops.isEmpty()) {
            return "nothing of it can be sent any more, so there is nothing to cancel";
        }
        return "drops " + named(drops) + " are cancelled; " + held + " records that were not sent are held (cancelled)."
                + (batches.isEmpty()
                        ? ""
                        : " Batches " + named(batches) + " are stopped: what ran is kept, the rest held.")
                + (shared.isEmpty()
                        ? ""
                        : " Batches " + named(shared)
                                + " hold records of other drops too and run to their end; nothing of these drops goes"
                                + " again after that.")
                + " A release lets them go on";
    }

    private String released(Wish wish, String actor) {
        Cancels.Held which = which(wish);
        waive(wish, which);
        if (wish.about() == About.DROP) {
            at.ledger().cancels().resume(which.dropId());
        } else if (wish.about() == About.TASK) {
            at.ledger().cancels().resumeAll(which.taskId());
        }
        int total = 0;
        int released = -1;
        while (released != 0) {
            released = at.ledger().cancels().release(which, AT_ONCE);
            total += released;
        }
        String subject = wish.about().name().toLowerCase(Locale.ROOT) + " " + wish.value();
        at.ledger().events().raise(EventKind.RELEASED, subject, actor, total + " held records go again");
        return total + " held records are queued again";
    }

    /** Whoever lets records of a task go that a canary keeps lets the others go too: the canary would hold them again. */
    private void waive(Wish wish, Cancels.Held which) {
        if (wish.about() == About.TASK) {
            at.ledger().canaries().waive(which.taskId());
        } else if (wish.about() == About.DROP) {
            at.ledger()
                    .drops()
                    .find(which.dropId())
                    .ifPresent(drop -> at.ledger().canaries().waive(drop.taskId()));
        } else if (wish.about() == About.CODE && wish.value().equals(Canaries.CODE)) {
            at.ledger().canaries().waiveAll();
        }
    }

    private String opened(Wish wish, String actor) {
        return at.ledger().gates().openBy(Long.parseLong(wish.value()), actor, "")
                ? "its valid results are published from now on, whatever its gate is"
                : "somebody opened its gate before. Nothing was done";
    }

    private Cancels.Held which(Wish wish) {
        return switch (wish.about()) {
            case BATCH -> new Cancels.Held(Long.parseLong(wish.value()), 0, 0, "");
            case DROP -> new Cancels.Held(0, Long.parseLong(wish.value()), 0, "");
            case TASK -> new Cancels.Held(0, 0, at.ledger().recipes().taskId(wish.value()), "");
            case CODE -> new Cancels.Held(0, 0, 0, wish.value());
        };
    }

    /** The first ten. */
    private static String named(List<Long> ids) {
        String first = String.join(
                ", ", ids.stream().distinct().limit(10).map(String::valueOf).toList());
        return ids.size() > 10 ? first + " and " + (ids.size() - 10) + " more" : first;
    }
}
