package dev.caravan.publish;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Gates;
import dev.caravan.ledger.Ledger;
import dev.caravan.task.Gate;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at drops whose gate is closed and opens those that may be published. A drop that has not moved is not looked at again. */
final class GateKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(GateKeeper.class);
    private static final int EVENTS = 10;

    private final Ledger ledger;
    private final Tasks tasks;

    /** Drops that a decision or an outcome has to change first, with the moves at which they were seen. */
    private final Map<Long, Long> seen = new HashMap<>();

    /** Tasks without a gate, of which nothing waits any more at one that they had when the last process ran. */
    private final Set<String> free = new HashSet<>();

    GateKeeper(Ledger ledger, Tasks tasks) {
        this.ledger = ledger;
        this.tasks = tasks;
    }

    void look() {
        Set<Long> closed = new HashSet<>();
        for (Task task : tasks.byName().values()) {
            boolean gated = task.publish().gate() != Gate.AUTO;
            if (gated || !free.contains(task.name())) {
                List<Gates.Waiting> drops =
                        ledger.gates().closed(ledger.recipes().taskId(task.name()));
                drops.forEach(drop -> closed.add(drop.dropId()));
                if (gated) {
                    drops.forEach(drop -> lookAgain(task, drop));
                } else if (drops.stream().allMatch(drop -> ledger.gates().open(drop.dropId(), drop.moves()))) {
                    free.add(task.name());
                }
            }
        }
        seen.keySet().retainAll(closed);
    }

    private void lookAgain(Task task, Gates.Waiting drop) {
        Long before = seen.get(drop.dropId());
        if (before == null || before != drop.moves()) {
            look(task, drop);
        }
    }

    private void look(Task task, Gates.Waiting drop) {
        Held held = Held.of(ledger.gates(), task.publish(), drop);
        Optional<Held.Reason> reason = held.first();
        if (reason.isEmpty()) {
            boolean sampled = task.publish().gate() == Gate.AFTER_SAMPLE;
            open(task, drop, sampled ? found(held.sample()) : "everything of it is decided");
            return;
        }
        boolean wait = switch (reason.get()) {
            case UNFINISHED, STOPPED, IN_REVIEW, SAMPLE_OPEN -> true;
            // Its end moves no record.
            case MOVING -> false;
            case NO_SAMPLE -> !choose(task, drop);
            case SAMPLE_WRONG -> {
                tell(task, drop, held.sample());
                yield true;
            }
        };
        if (wait) {
            seen.put(drop.dropId(), drop.moves());
        }
    }

    /** Whether there was a record to choose. */
    private boolean choose(Task task, Gates.Waiting drop) {
        try (Ids ids = Ids.put(InHand.drop(drop.dropId()).task(task.name()))) {
            return chosen(task, drop);
        }
    }

    private boolean chosen(Task task, Gates.Waiting drop) {
        long chosen = ledger.gates().choose(drop.dropId(), drop.moves());
        if (chosen > 0) {
            LOG.info(
                    "Drop {} of {}: no valid record of it is in the sample, so record {} is put into review",
                    drop.dropId(),
                    task.name(),
                    chosen);
        }
        return chosen > 0;
    }

    private void open(Task task, Gates.Waiting drop, String why) {
        if (ledger.gates().open(drop.dropId(), drop.moves())) {
            seen.remove(drop.dropId());
            try (Ids ids = Ids.put(InHand.drop(drop.dropId()).task(task.name()))) {
                LOG.info(
                        "Drop {} of {}: its {} results are published now: {}",
                        drop.dropId(),
                        task.name(),
                        drop.completed(),
                        why);
            }
        }
    }

    /** Once for each finding. */
    private void tell(Task task, Gates.Waiting drop, Gates.Sample sample) {
        String subject = "drop " + drop.dropId();
        String body = found(sample) + ", more than max-error "
                + Held.percent(task.publish().maxErrorPercent())
                + ". Its " + drop.completed() + " valid results of task " + task.name()
                + " stay unpublished. Either give the task a better prompt as a new version and run the drop again, or"
                + " have them published as they are: java -jar caravan.jar open --drop=" + drop.dropId();
        boolean told = ledger.events().of(subject, EVENTS).stream()
                .anyMatch(event ->
                        event.kind() == EventKind.GATE_HELD && event.body().equals(body));
        if (!told) {
            ledger.events().raise(EventKind.GATE_HELD, subject, body);
            try (Ids ids = Ids.put(InHand.drop(drop.dropId()).task(task.name()))) {
                LOG.warn("Drop {}: {}", drop.dropId(), body);
            }
        }
    }

    private static String found(Gates.Sample sample) {
        return sample.wrong() + " of the " + sample.decided() + " records of its sample were edited or rejected ("
                + Held.percent(sample.errorPercent()) + ")";
    }
}
