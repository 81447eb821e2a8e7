package dev.caravan.review;

import dev.caravan.batch.OtherModels;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions.Again;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.ItemConflictException;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.OpenItems;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.validation.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a person, for pages, the API and the command line. Actors are login names. Safe to call from several threads;
 * whatever throws has changed nothing.
 */
public final class Reviews {
    /** How long a claim holds if its holder says nothing more. */
    public static final Duration LEASE = Duration.ofMinutes(10);

    private static final int MOST_CHARS = 10_000;

    private final Ledger ledger;
    private final Tasks tasks;
    private final Items items;
    private final Rules rules;
    private final OtherModels others;
    private final Bulk bulk;

    Reviews(Ledger ledger, Tasks tasks, Items items, Rules rules, OtherModels others) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.items = items;
        this.rules = rules;
        this.others = others;
        this.bulk = new Bulk(ledger, rules);
    }

    /** Open items after this place, oldest first. */
    public Page<OpenItem> list(Filter filter, Cursor after, int limit) {
        List<OpenItem> rows = ledger.openItems().list(filter.query(), after.place(), limit + 1).stream()
                .map(OpenItem::of)
                .toList();
        boolean more = rows.size() > limit;
        List<OpenItem> page = more ? rows.subList(0, limit) : rows;
        return new Page<>(page, more ? page.get(limit - 1).cursor() : null);
    }

    /** How many are open per task and reason. */
    public List<Count> counts() {
        return ledger.openItems().counts().stream()
                .map(open -> new Count(open.task(), open.reason(), open.items()))
                .toList();
    }

    /**
     * Claims the next item that nobody else holds, for {@link #LEASE}. What is assigned to somebody else comes only if the
     * filter asks for it; what this person approved or edited first never does.
     */
    public Optional<Item> next(Filter filter, String actor, Cursor after) {
        check(actor, null);
        Optional<Long> next = ledger.openItems().next(filter.query(), after.place(), actor, LEASE);
        while (next.isPresent()) {
            Optional<Item> item = items.read(next.get(), actor);
            if (item.isPresent()) {
                return item;
            }
            // A newer revision has just closed it; there may be others.
            next = ledger.openItems().next(filter.query(), after.place(), actor, LEASE);
        }
        return Optional.empty();
    }

    /**
     * Claims one item, for {@link #LEASE}.
     *
     * @throws ReviewConflictException if somebody else holds it (the message says who and until when), or it is not open any
     *     more
     */
    public Item claim(long recordId, String actor) {
        check(actor, null);
        return orConflict(() -> {
            ledger.openItems().claim(recordId, actor, LEASE);
            return items.read(recordId, actor).orElseThrow(() -> notOpen(recordId));
        });
    }

    /** One item as it is, without claiming it; empty if it is not open. */
    public Optional<Item> look(long recordId, String actor) {
        return items.read(recordId, actor);
    }

    /**
     * Prolongs a claim by {@link #LEASE} from now.
     *
     * @throws ReviewConflictException if this person does not hold it any more
     */
    public void keep(long recordId, String actor) {
        orConflict(() -> {
            ledger.openItems().keep(recordId, actor, LEASE);
            return 0;
        });
    }

    /** Ends a claim; nothing happens if this person has none. */
    public void letGo(long recordId, String actor) {
        ledger.openItems().letGo(recordId, actor);
    }

    /**
     * Decides on one item. It need not be claimed, but nobody else may hold it.
     *
     * @throws ReviewConflictException if the item is not what the person saw, somebody else holds it, or the same person
     *     would be both pairs of eyes
     * @throws InvalidEditException if the value of an edit breaks a rule, or the answer to be approved does
     * @throws IllegalArgumentException if something is missing, or there is no such batch model
     */
    public Decided decide(Decision decision) {
        check(decision.actor(), decision.why());
        return orConflict(() -> {
            OpenItems.OpenItem item =
                    ledger.openItems().find(decision.recordId()).orElse(null);
            Prepared row = item == null ? prepared(row(decision, decision.act(), null)) : prepared(decision, item);
            var decided = ledger.decisions().decide(row.decision());
            return new Decided(decided.recordId(), decided.act(), decided.state(), decided.version(), row.cleaned());
        });
    }

    /** @param cleaned fields of an edit whose HTML was cleaned */
    private record Prepared(NewDecision decision, List<String> cleaned) {}

    private static Prepared prepared(NewDecision decision) {
        return new Prepared(decision, List.of());
    }

    private Prepared prepared(Decision decision, OpenItems.OpenItem item) {
        switch (decision.act()) {
            case EDIT -> {
                String value = decision.value();
                if (value == null || value.isBlank()) {
                    throw new IllegalArgumentException("An edit needs the value that is right");
                }
                Rules.Edit edit = rules.edit(item, value);
                boolean approves = edit.same() && rules.approval(item).isEmpty();
                NewDecision row = row(decision, approves ? Act.APPROVE : Act.EDIT, edit);
                return new Prepared(row.second(second(item.task())), edit.cleaned());
            }
            case APPROVE -> {
                List<Finding> findings = rules.approval(item);
                if (!findings.isEmpty()) {
                    throw new InvalidEditException(
                            "The answer for record " + item.recordId() + " can't be approved; edit it instead",
                            findings);
                }
                return prepared(row(decision, Act.APPROVE, null).second(second(item.task())));
            }
            case AGAIN -> {
                String model = decision.model();
                return prepared(row(decision, Act.AGAIN, null)
                        .by(model == null ? null : new Again(others.recipe(item.task(), model), model)));
            }
            default -> {
                return prepared(row(decision, decision.act(), null));
            }
        }
    }

    private static NewDecision row(Decision d, Act act, Rules.@Nullable Edit edit) {
        return new NewDecision(
                d.recordId(),
                d.version(),
                act,
                d.actor(),
                d.why(),
                edit == null || act != Act.EDIT ? null : edit.value(),
                edit == null || act != Act.EDIT ? null : edit.before(),
                null,
                d.act() == Act.ASSIGN ? d.assignee() : null,
                false);
    }

    private boolean second(String task) {
        return tasks.find(task).map(Task::review).map(Task.Review::second).orElse(false);
    }

    /**
     * Puts a record into review that is in none: completed and in no publication, invalid output, or failed at its provider.
     *
     * @throws ReviewConflictException if it is anything else
     */
    public void ask(long recordId, String actor, String why) {
        check(actor, why);
        orConflict(() -> {
            ledger.decisions().ask(recordId, actor, why);
            return 0;
        });
    }

    /** What a decision of this person on all that the filter finds would touch. */
    public BulkPreview preview(Filter filter, Act act, String actor) {
        return bulk.preview(filter, act, actor);
    }

    /**
     * Approves, rejects, sends again, or comments on all that the filter finds, up to 1,000 in one transaction each.
     *
     * @param expected how many the person was told that it would be
     * @throws ReviewConflictException if there are more or fewer by now; nothing was changed
     * @throws IllegalArgumentException if it is an act that needs a look at each
     */
    public BulkResult decideAll(Filter filter, Act act, String why, String actor, long expected) {
        check(actor, why);
        return orConflict(() -> bulk.decideAll(filter, act, why, actor, expected, this::second));
    }

    private static void check(String actor, @Nullable String why) {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("Nobody decides without a name");
        }
        if (why != null && why.length() > MOST_CHARS) {
            throw new IllegalArgumentException(
                    "A remark has at most " + MOST_CHARS + " characters, this one has " + why.length());
        }
    }

    private static ReviewConflictException notOpen(long recordId) {
        return new ReviewConflictException("Record " + recordId + " is not open for review any more", null);
    }

    private static <T> T orConflict(Supplier<T> work) {
        try {
            return work.get();
        } catch (ItemConflictException e) {
            throw new ReviewConflictException(String.valueOf(e.getMessage()), e);
        }
    }
}
