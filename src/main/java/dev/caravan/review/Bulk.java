package dev.caravan.review;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.OpenItems.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The same decision on many items. An edit needs a look at each, so there is none in bulk. */
final class Bulk {
    private static final int AT_ONCE = 1_000;
    private static final Set<Act> ACTS = EnumSet.of(Act.APPROVE, Act.REJECT, Act.AGAIN, Act.COMMENT);

    private final Ledger ledger;
    private final Rules rules;

    Bulk(Ledger ledger, Rules rules) {
        this.ledger = ledger;
        this.rules = rules;
    }

    BulkPreview preview(Filter filter, Act act, String actor) {
        check(act);
        OpenItems open = ledger.openItems();
        return new BulkPreview(act, open.count(filter.query()), open.held(filter.query(), actor));
    }

    /** @param second whether a task wants a second person to agree */
    BulkResult decideAll(Filter filter, Act act, String why, String actor, long expected, Predicate<String> second) {
        check(act);
        long found = ledger.openItems().count(filter.query());
        if (found != expected) {
            throw new ReviewConflictException(
                    "The filter finds " + found + " open items now, not " + expected
                            + ". Nothing was changed; look at the preview again",
                    null);
        }
        long done = 0;
        long open = 0;
        long invalid = 0;
        long seen = 0;
        Place after = Place.START;
        while (seen < expected) {
            int most = (int) Math.min(AT_ONCE, expected - seen);
            List<OpenItems.OpenItem> page = ledger.openItems().list(filter.query(), after, most);
            if (page.isEmpty()) {
                break;
            }
            after = page.get(page.size() - 1).place();
            seen += page.size();
            Map<String, List<Long>> byTask = new TreeMap<>();
            for (OpenItems.OpenItem item : page) {
                if (act == Act.APPROVE && !rules.approval(item).isEmpty()) {
                    invalid++;
                } else {
                    byTask.computeIfAbsent(item.task(), task -> new ArrayList<>())
                            .add(item.recordId());
                }
            }
            for (Map.Entry<String, List<Long>> some : byTask.entrySet()) {
                boolean two = second.test(some.getKey());
                var many = ledger.decisions()
                        .decideAll(
                                some.getValue(), new NewDecision(0, 0, act, actor, why, null, null, null, null, two));
                done += many.done();
                open += many.open();
            }
        }
        return new BulkResult(done, expected - done - invalid, invalid, open);
    }

    private static void check(Act act) {
        if (!ACTS.contains(act)) {
            throw new IllegalArgumentException(
                    "There is no " + act.word() + " in bulk. Allowed: approve, reject, again," + " comment");
        }
    }
}
