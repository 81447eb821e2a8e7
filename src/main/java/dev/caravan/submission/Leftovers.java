package dev.caravan.submission;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier process left of submissions: those with a paper are accepted, also by a ledger that was put back to an
 * earlier day; nobody was told of the others, and their files go.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Ledger ledger;
    private final Spool spool;

    Leftovers(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
    }

    /** Before anything is accepted. */
    void settle() throws IOException {
        List<String> folders;
        try (Stream<String> all = spool.folders(SubmissionPaper.ROOT)) {
            folders = all.filter(id -> !ledger.submissions().knows(id)).toList();
        }
        for (String id : folders) {
            if (SubmissionPaper.exists(spool, id)) {
                bringIn(id);
            } else if (Files.delete(spool, SubmissionPaper.folder(id))) {
                LOG.info("Submission {} had not come whole when Caravan ended; what there was of it is deleted", id);
            }
        }
        for (long drop : ledger.submissions().orphans()) {
            Files.delete(spool, "drops/" + drop + "/");
            ledger.drops().vanished(drop);
        }
    }

    private void bringIn(String id) throws IOException {
        SubmissionPaper paper = SubmissionPaper.read(spool, id);
        for (Part part : paper.ledgerParts()) {
            Optional<Drops.Drop> drop = ledger.drops().find(part.dropId());
            if (drop.isEmpty() || !drop.get().uri().startsWith(id + "/")) {
                LOG.warn(
                        "Submission {} of the time that was lost can't be brought in: the ledger has no drop {} of it."
                                + " Its files stay in {}",
                        id,
                        part.dropId(),
                        SubmissionPaper.folder(id));
                return;
            }
        }
        ledger.submissions().accept(paper.submission(), paper.ledgerParts());
        LOG.info("Submission {} is known again: {} lines", id, paper.lines());
    }
}
