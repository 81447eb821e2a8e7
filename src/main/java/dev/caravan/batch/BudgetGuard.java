package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Budgets;
import dev.caravan.ledger.Budgets.Cap;
import dev.caravan.ledger.Budgets.Room;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.BatchModel;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.task.Task;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the cutting of batches where a task has used up what it may cost (rule 47). While batches are open their estimates
 * may prove too high, so that more fits. When none is: what is left waits for the next day, or is held for good.
 */
final class BudgetGuard {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetGuard.class);
    private static final int AT_ONCE = 20_000;

    private final Ledger ledger;
    private final Clock clock;
    private final Map<Integer, Full> full = new HashMap<>();

    BudgetGuard(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Tells the ledger what the task may cost, and lets go what was held for a smaller budget. */
    void start(BoundTask task) {
        Task.Budget budget = task.task().budget();
        Budgets budgets = ledger.budgets();
        budgets.set(task.taskId(), budget == null ? null : new Cap(budget.micros(), budget.perDay()));
        BatchModel model = task.task().model();
        boolean free = model.facts().map(ModelFacts::price).orElse(Price.FREE).equals(Price.FREE);
        if (budget != null && free) {
            LOG.warn(
                    "Task {} has a budget, but config/providers.yaml has no price for model {} of {}: nothing of it counts"
                            + " until it has one",
                    task.task().name(),
                    model.model(),
                    model.credential().provider().name());
        }
        if (left(task) <= 0) {
            return;
        }
        int total = 0;
        int released = AT_ONCE;
        while (released == AT_ONCE) {
            released = budgets.release(task.taskId(), AT_ONCE);
            total += released;
        }
        if (total > 0) {
            LOG.info(
                    "Task {}: {} records that were held for its budget go on",
                    task.task().name(),
                    total);
        }
    }

    /** What the next batch of a task may cost at most, in millionths of a dollar. */
    long left(BoundTask task) {
        return ledger.budgets().room(task.taskId()).map(Room::left).orElse(Long.MAX_VALUE);
    }

    /** Whether it is worth a try: not if what is left was too little already. */
    boolean mayCut(BoundTask task) {
        Full known = full.get(task.taskId());
        if (known == null) {
            return true;
        }
        Optional<Room> room = ledger.budgets().room(task.taskId());
        if (room.isEmpty() || room.get().left() > known.left() || !known.day().equals(today())) {
            full.remove(task.taskId());
            return true;
        }
        rest(task, room.get());
        return false;
    }

    /** Not even one request is within what is left. */
    void reached(BoundTask task) {
        Room room = ledger.budgets().room(task.taskId()).orElseThrow();
        full.put(task.taskId(), new Full(room.left(), today(), false));
        if (ledger.budgets().tell(task.taskId())) {
            String body = "Its budget of " + dollars(room.cap().micros())
                    + (room.cap().perDay() ? " a day" : "")
                    + " is reached: " + dollars(room.spent()) + " spent, " + dollars(room.reserved() + room.assembled())
                    + " reserved for open batches. "
                    + (room.cap().perDay()
                            ? "What is left goes on at 00:00 UTC, or after you raise the budget in task.yaml and reload."
                            : "What is left is held (code budget) until you raise the budget in task.yaml and reload.");
            LOG.warn("Task {}: {}", task.task().name(), body);
            ledger.events()
                    .raise(EventKind.BUDGET_REACHED, "task " + task.task().name(), body);
        }
        rest(task, room);
    }

    private void rest(BoundTask task, Room room) {
        if (!room.isStill()) {
            return;
        }
        if (!room.cap().perDay()) {
            hold(task, room);
        } else if (!full.getOrDefault(task.taskId(), Full.NEVER).rests()) {
            ledger.budgets().rest(task.taskId());
            full.put(task.taskId(), new Full(room.left(), today(), true));
        }
    }

    private void hold(BoundTask task, Room room) {
        String detail = "the budget of its task, " + dollars(room.cap().micros()) + ", is used up";
        int total = 0;
        int held = AT_ONCE;
        while (held == AT_ONCE) {
            held = ledger.budgets().hold(task.taskId(), detail, AT_ONCE);
            total += held;
        }
        LOG.warn("Task {}: {} records are held: {}", task.task().name(), total, detail);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String dollars(long micros) {
        return "$" + BigDecimal.valueOf(micros, 6).setScale(2, RoundingMode.HALF_UP);
    }

    /** What was left when it was too little, and whether the ledger knows that the task rests for the day. */
    private record Full(long left, LocalDate day, boolean rests) {
        static final Full NEVER = new Full(0, LocalDate.EPOCH, false);
    }
}
