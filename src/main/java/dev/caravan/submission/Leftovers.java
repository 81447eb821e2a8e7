package dev.caravan.submission;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Duties;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    private final Duties duties;
    private final Spool spool;

    Leftovers(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.duties = ledger.nodes().duties();
        this.spool = spool;
    }

    /** Uploads whose paper is there are known; of the others nothing stays. */
    private void files() throws IOException {
        Set<String> papers;
        Set<String> folders;
        try (Stream<String> all = spool.folders(UploadedFiles.ROOT)) {
            folders = all.collect(Collectors.toCollection(TreeSet::new));
        }
        try (Stream<String> all = spool.list(UploadedFiles.ROOT)) {
            papers = all.filter(path -> path.endsWith("/file.json"))
                    .map(path -> path.substring(UploadedFiles.ROOT.length(), path.lastIndexOf('/')))
                    .collect(Collectors.toSet());
        }
        // Whoever has ended bringing one has written its row first, so that is read last.
        folders.removeIf(id -> duties.isHeld(underWay(id)));
        Set<String> known = new HashSet<>(ledger.files().uploads());
        for (String id : folders) {
            if (!papers.contains(id)) {
                Files.delete(spool, UploadedFiles.ROOT + id + "/");
                LOG.info("File {} had not come whole, or was being deleted, when Caravan ended; it is gone", id);
            } else if (!known.contains(id)) {
                ledger.files().add(FilePaper.read(spool, id).file());
                LOG.info("File {} is known again", id);
            }
        }
        for (String id : known) {
            if (!papers.contains(id)
                    && !duties.isHeld(underWay(id))
                    && !FilePaper.exists(spool, id)
                    && !ledger.files().delete(id)) {
                LOG.warn("File {} has no bytes any more, and a batch was made of it", id);
            }
        }
    }

    /** The duty of a node while something with this name comes to it: nothing of it is left over. */
    static String underWay(String publicId) {
        return "take in " + publicId;
    }

    /** Before anything is accepted, and when a node is dead. */
    void settle() throws IOException {
        duties.alone("leftovers", this::work);
    }

    private void work() throws IOException {
        files();
        List<String> folders;
        try (Stream<String> all = spool.folders(SubmissionPaper.ROOT)) {
            folders = all.filter(id -> !duties.isHeld(underWay(id))
                            && !ledger.submissions().knows(id))
                    .toList();
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
