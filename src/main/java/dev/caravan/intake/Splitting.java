package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Nodes;
import dev.caravan.ledger.Ranges;
import dev.caravan.ledger.Ranges.Mark;
import dev.caravan.ledger.Ranges.Part;
import dev.caravan.ledger.Ranges.Range;
import dev.caravan.restore.Rebuilt;
import dev.caravan.spool.Spool;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with a huge drop as a whole: splitting it in ranges, finding keys that come twice, the end. */
final class Splitting {
    private static final Logger log = LoggerFactory.getLogger(Read.class);
    /** A drop of the size from on which drops are split has so many ranges. */
    private static final long LEAST_RANGES = 8;

    private static final long MOST_RANGES = 256;

    private final Ledger ledger;
    private final Spool spool;
    private final RangeFiles files;
    private final long from;

    /** What comes next. */
    enum Next {
        /** The drop is read in one piece. */
        ONE_PIECE,
        /** Its claim has ended; it goes on when its ranges are done. */
        RANGES,
        /** Told to stop. */
        STOPPED,
        /** Everything is in the ledger. */
        SEAL,
        /** It can't be read, or not to its end. */
        FAIL
    }

    /**
     * A step that was done.
     *
     * @param reason why it fails
     * @param keepRows whether rows of it are in the ledger and stay there
     */
    record Done(Next next, String reason, boolean keepRows) {
        static Done of(Next next) {
            return new Done(next, "", false);
        }
    }

    /** @param from bytes from which on drops are split */
    Splitting(Ledger ledger, Spool spool, RangeFiles files, long from) {
        this.ledger = ledger;
        this.spool = spool;
        this.files = files;
        this.from = from;
    }

    /** Does what can be done with a drop as a whole. */
    Done step(Drops.Claim claim, Task task, BooleanSupplier stop) throws IOException {
        Ranges.Split split = ledger.ranges().split(claim);
        return switch (split.phase()) {
            case ONE_PIECE -> Done.of(Next.ONE_PIECE);
            case NONE -> isWorthIt(claim) ? mark(claim, task, List.of(), stop) : Done.of(Next.ONE_PIECE);
            case MARKING -> mark(claim, task, split.parts(), stop);
            case READ, STORED -> whole(claim, task, split);
        };
    }

    /** Nodes of another version might not know ranges. */
    private boolean isWorthIt(Drops.Claim claim) throws IOException {
        if (claim.checkpointRow() > 0 || Rebuilt.is(claim.spoolPath()) || spool.size(claim.spoolPath()) < from) {
            return false;
        }
        List<Nodes.Node> living = ledger.nodes().living();
        return living.size() > 1
                && living.stream().map(Nodes.Node::version).distinct().count() == 1;
    }

    private Done mark(Drops.Claim claim, Task task, List<Part> parts, BooleanSupplier stop) throws IOException {
        long size = spool.size(claim.spoolPath());
        long apart = Math.max(1, Math.max(from / LEAST_RANGES, size / MOST_RANGES));
        int recipe = files.recipe(task);
        try (RowMarks marks = files.marks(claim, task)) {
            if (marks == null) {
                return inOnePiece(claim);
            }
            int no = parts.size();
            Mark start = no == 0
                    ? marks.first()
                    : marks.next(parts.get(no - 1).range().to());
            while (start != null && start.at() < size) {
                if (stop.getAsBoolean()) {
                    return Done.of(Next.STOPPED);
                }
                Mark to = marks.next(start.at() + apart);
                if (to == null && no == 0) {
                    return Done.of(Next.ONE_PIECE);
                }
                long end = to == null ? size : Math.min(size, to.at());
                ledger.ranges().mark(claim, recipe, List.of(new Range(no, start, end)));
                start = to;
                no++;
            }
            if (no == 0) {
                return Done.of(Next.ONE_PIECE);
            }
            ledger.ranges().marked(claim);
            log.info(
                    "Drop {}: its {} MB are read in {} ranges, by {} nodes",
                    claim.dropId(),
                    size >> 20,
                    no,
                    ledger.nodes().living().size());
            return Done.of(Next.RANGES);
        } catch (UnreadableFileException e) {
            return inOnePiece(claim);
        }
    }

    private Done whole(Drops.Claim claim, Task task, Ranges.Split split) throws IOException {
        if (split.parts().stream().anyMatch(Part::inOnePiece)) {
            return inOnePiece(claim);
        }
        long before = split.parts().get(split.parts().size() - 1).range().to();
        Optional<Part> bad =
                split.parts().stream().filter(part -> reason(part) != null).findFirst();
        long after = spool.size(claim.spoolPath());
        if (bad.isEmpty() && after != before) {
            files.clear(claim.dropId());
            return new Done(Next.FAIL, SourceChangedException.size(before, after), false);
        }
        if (bad.isPresent() && !task.input().keepRows()) {
            files.clear(claim.dropId());
            return new Done(Next.FAIL, String.valueOf(reason(bad.get())), false);
        }
        try {
            if (split.phase() == Ranges.Phase.READ) {
                int last =
                        bad.map(part -> part.range().no()).orElse(split.parts().size() - 1);
                return weigh(claim, split.parts().subList(0, last + 1));
            }
            settle(claim, split);
        } catch (NoSuchFileException e) {
            log.warn("Drop {}: what was read of it is not in the spool any more: {}", claim.dropId(), e.getMessage());
            return inOnePiece(claim);
        }
        files.clear(claim.dropId());
        return bad.map(part -> new Done(Next.FAIL, String.valueOf(reason(part)), true))
                .orElse(Done.of(Next.SEAL));
    }

    /** When all is settled, the files may be gone already. */
    private void settle(Drops.Claim claim, Ranges.Split split) throws IOException {
        List<Part> left = split.parts().stream().filter(part -> !part.settled()).toList();
        if (!left.isEmpty()) {
            Doubles doubles = Doubles.load(spool, split.doubles());
            for (Part part : left) {
                files.settle(claim, part, doubles);
            }
        }
    }

    private static @Nullable String reason(Part part) {
        Ranges.Found found = part.found();
        return found == null ? null : found.reason();
    }

    private Done weigh(Drops.Claim claim, List<Part> parts) throws IOException {
        List<Ranges.Found> found = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.found()).stream())
                .toList();
        Doubles doubles = Doubles.among(spool, found, Doubles.AT_ONCE);
        if (doubles == null) {
            log.info("Drop {}: more than {} of its keys come twice", claim.dropId(), Doubles.MOST);
            return inOnePiece(claim);
        }
        String path = doubles.store(spool, "drops/" + claim.dropId() + "/doubles-" + claim.fence());
        ledger.ranges().weighed(claim, path, parts.size() - 1);
        return Done.of(Next.RANGES);
    }

    private Done inOnePiece(Drops.Claim claim) throws IOException {
        files.clear(claim.dropId());
        ledger.ranges().inOnePiece(claim);
        log.info("Drop {}: is read in one piece", claim.dropId());
        return Done.of(Next.ONE_PIECE);
    }
}
