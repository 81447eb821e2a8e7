package dev.caravan;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops.Drop;
import dev.caravan.ledger.Ledger;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows every drop and says how far it is, only when that changed. Not thread-safe. */
final class Progress {
    private static final int PAGE = 200;
    /** Drops at rest may come back to life (a retry, a new recipe), so all of them are looked at now and then. */
    private static final int LOOKS_BETWEEN_FULL_LOOKS = 30;

    private final Ledger ledger;
    private final Tasks tasks;
    private final Map<Long, String> said = new HashMap<>();
    private long atRestUpTo;
    private int looks;

    /** A line of a drop. */
    record Said(long drop, String line) {}

    Progress(Ledger ledger, Tasks tasks) {
        this.ledger = ledger;
        this.tasks = tasks;
    }

    /** Lines for the drops that changed since the last look; the first look is silent about drops at rest. */
    List<Said> look() {
        boolean first = looks == 0;
        if (looks++ % LOOKS_BETWEEN_FULL_LOOKS == 0) {
            atRestUpTo = 0;
        }
        List<Said> lines = new ArrayList<>();
        boolean onlyRest = true;
        boolean retries = ledger.todo().nextRetry().isPresent();
        Map<Long, Long> pending =
                tasks.gated().isEmpty() ? Map.of() : ledger.gates().pending(tasks.gated());
        long after = atRestUpTo;
        List<Drop> page;
        do {
            page = ledger.counts().drops(after, PAGE);
            for (Drop drop : page) {
                after = drop.id();
                long behind = pending.getOrDefault(drop.id(), 0L);
                boolean atRest = ProgressLine.isAtRest(drop, retries, behind);
                String line = line(drop, atRest, behind);
                boolean isNews = !line.equals(said.put(drop.id(), line));
                if (isNews && !(first && atRest) && drop.state() != DropState.VOID) {
                    lines.add(new Said(drop.id(), line));
                }
                onlyRest &= atRest;
                if (onlyRest) {
                    atRestUpTo = drop.id();
                }
            }
        } while (!page.isEmpty());
        return lines;
    }

    private String line(Drop drop, boolean atRest, long pending) {
        String task = ledger.recipes().taskName(drop.taskId());
        return atRest ? ProgressLine.ended(drop, task, sinks(task), pending) : ProgressLine.moving(drop, task);
    }

    private String sinks(String task) {
        return tasks.find(task)
                .map(Task::publish)
                .map(Task.Publish::to)
                .map(to -> String.join(", ", to))
                .orElse("");
    }
}
