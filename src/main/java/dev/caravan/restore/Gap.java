package dev.caravan.restore;

import dev.caravan.ledger.Restores.Horizon;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the spool knows and the ledger does not. A row is committed before its folder exists and a try before its paper, so
 * there is nothing unless the ledger went back in time.
 *
 * @param tries batches that the ledger has, with tries or acceptances that it has not
 */
record Gap(TreeSet<Long> drops, TreeSet<Long> batches, TreeSet<Long> publications, List<Long> tries) {

    static Gap look(Spool spool, Horizon known) throws IOException {
        List<Long> tries = new ArrayList<>();
        for (var open : known.openBatches().entrySet()) {
            long id = open.getKey();
            TreeSet<Integer> papers = TryPapers.numbers(spool, id, "try-");
            boolean accepted = TryPapers.numbers(spool, id, "accepted-").stream()
                    .anyMatch(no -> !known.accepted().contains(id + "/" + no));
            if (accepted || (!papers.isEmpty() && papers.last() > open.getValue())) {
                tries.add(id);
            }
        }
        return new Gap(
                Folders.numbers(spool, "drops/", id -> id > known.drop()),
                Folders.numbers(spool, "batches/", id -> id > known.batch()),
                Folders.numbers(spool, "publications/", id -> id > known.publication()),
                tries);
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
