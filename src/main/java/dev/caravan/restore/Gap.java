package dev.caravan.restore;

import dev.caravan.ledger.Restores;
import dev.caravan.ledger.Restores.Horizon;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the spool knows and the ledger does not. A row is committed before its folder exists and a try before its paper, so
 * there is nothing unless the ledger went back in time.
 *
 * @param tries batches that the ledger has, with tries or acceptances that it has not
 */
record Gap(TreeSet<Long> drops, TreeSet<Long> batches, TreeSet<Long> publications, List<Long> tries) {

    /** The papers of one batch's tries. */
    private record Papers(long batch, TreeSet<Integer> tries, Set<Integer> accepted) {}

    /** Other nodes may go on meanwhile, so the ledger is asked again after the spool: then it knows all that was seen there. */
    static Gap look(Spool spool, Restores restores) throws IOException {
        Horizon before = restores.horizon();
        List<Papers> papers = new ArrayList<>();
        for (long id : before.openBatches().keySet()) {
            papers.add(new Papers(id, TryPapers.numbers(spool, id, "try-"), TryPapers.numbers(spool, id, "accepted-")));
        }
        var gap = new Gap(
                Folders.numbers(spool, "drops/", id -> id > before.drop()),
                Folders.numbers(spool, "batches/", id -> id > before.batch()),
                Folders.numbers(spool, "publications/", id -> id > before.publication()),
                unknown(papers, before));
        if (!gap.isAny()) {
            return gap;
        }
        Horizon known = restores.horizon();
        gap.drops().removeIf(id -> id <= known.drop());
        gap.batches().removeIf(id -> id <= known.batch());
        gap.publications().removeIf(id -> id <= known.publication());
        return new Gap(gap.drops(), gap.batches(), gap.publications(), unknown(papers, known));
    }

    /** A batch that is over by now has all of its tries. */
    private static List<Long> unknown(List<Papers> papers, Horizon known) {
        return papers.stream()
                .filter(one -> known.openBatches().containsKey(one.batch()))
                .filter(one -> one.accepted().stream()
                                .anyMatch(no -> !known.accepted().contains(one.batch() + "/" + no))
                        || (!one.tries().isEmpty()
                                && one.tries().last() > known.openBatches().getOrDefault(one.batch(), 0)))
                .map(Papers::batch)
                .toList();
    }

    boolean isAny() {
        return !drops.isEmpty() || !batches.isEmpty() || !publications.isEmpty() || !tries.isEmpty();
    }

    long lastPublication() {
        return publications.isEmpty() ? 0 : publications.last();
    }

    @Override
    public String toString() {
        return drops.size() + " drops, " + batches.size() + " batches and " + publications.size()
                + " publications in the spool that it does not know, and new tries of " + tries.size() + " batches";
    }
}
