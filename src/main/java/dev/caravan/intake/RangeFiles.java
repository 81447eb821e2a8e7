package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ranges;
import dev.caravan.spool.SegmentWriter;
import dev.caravan.spool.Spool;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What lies in the spool of a drop that is read in ranges. The files with its keys are gone when it is read. */
final class RangeFiles {
    private static final int AT_ONCE = 50_000;

    private final Spool spool;
    private final Formats formats;
    private final Inbox inbox;
    private final CurrentRecipes recipes;
    private final Ranges ranges;

    RangeFiles(Spool spool, Formats formats, Inbox inbox, CurrentRecipes recipes, Ranges ranges) {
        this.spool = spool;
        this.formats = formats;
        this.inbox = inbox;
        this.recipes = recipes;
        this.ranges = ranges;
    }

    private static String folder(long dropId) {
        return "drops/" + dropId + "/";
    }

    /** What rows are stored with. */
    int recipe(Task task) {
        return recipes.recipeOf(task.name());
    }

    /** Where ranges of a drop can begin; null if it has to be read in one piece. */
    @Nullable
    RowMarks marks(Drops.Claim claim, Task task) throws IOException {
        return formats.marks(
                DropPath.of(claim.uri(), inbox, task.name()), spool.open(claim.spoolPath(), 0), task.input());
    }

    /** Starts to read a range. */
    RangeReading open(Ranges.Claim claim, Task task) throws IOException {
        Drops.Claim drop = claim.drop();
        Ranges.Range range = claim.range();
        Task.Input input = task.input();
        String name = drop.fence() + "-" + range.no() + "-" + claim.fence();
        String segment = folder(drop.dropId()) + "segment-" + name + ".jsonl.zst";
        RecordReader reader = formats.openAt(
                DropPath.of(drop.uri(), inbox, task.name()),
                spool.open(drop.spoolPath(), 0),
                input,
                range.from(),
                new Within(
                        spool.open(drop.spoolPath(), range.from().at()),
                        range.to() - range.from().at()));
        try {
            var file = new RowFileWriter(spool, folder(drop.dropId()) + "rows-" + name, segment);
            return new RangeReading(reader, new RowRules(input), new SegmentWriter(spool, segment), file);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Removes what was read for a claim that had ended by then. */
    void discard(Ranges.Found found) throws IOException {
        String segment;
        try (var rows = new RowFileReader(spool, found.path())) {
            segment = rows.segment();
        }
        spool.delete(found.path());
        spool.delete(segment);
    }

    /** Stores what is left of a range; false if told to stop before the end. */
    boolean store(Ranges.Claim claim, BooleanSupplier stop) throws IOException {
        Ranges.Found found = Objects.requireNonNull(claim.found(), "a range is stored after it was read");
        Doubles doubles = Doubles.load(spool, claim.doubles());
        try (var file = new RowFileReader(spool, found.path())) {
            if (found.rows() > 0 && !spool.exists(file.segment())) {
                throw new NoSuchFileException(file.segment());
            }
            List<Ranges.Frame> frames = new ArrayList<>();
            long next = claim.firstId();
            long passed = 0;
            int rows = 0;
            for (var frame = file.next(); frame != null; frame = file.next()) {
                if (passed++ >= claim.frames()) {
                    frames.add(numbered(file.segment(), frame, next, doubles));
                    rows += frame.rows().size();
                }
                next += frame.rows().size();
                if (rows >= AT_ONCE) {
                    ranges.store(claim, frames, false);
                    frames = new ArrayList<>();
                    rows = 0;
                    if (stop.getAsBoolean()) {
                        return false;
                    }
                }
            }
            ranges.store(claim, frames, true);
            return true;
        }
    }

    private static Ranges.Frame numbered(String segment, RowFileReader.Frame frame, long firstId, Doubles doubles) {
        List<Ranges.Numbered> rows = new ArrayList<>(frame.rows().size());
        long id = firstId;
        for (Drops.Row row : frame.rows()) {
            if (!doubles.has(row.sourceId())) {
                rows.add(new Ranges.Numbered(id, row));
            }
            id++;
        }
        return new Ranges.Frame(segment, frame.offset(), firstId, frame.rows().size(), rows);
    }

    /** Stores what was put off of a range. */
    void settle(Drops.Claim claim, Ranges.Part part, Doubles doubles) throws IOException {
        Ranges.Found found = Objects.requireNonNull(part.found(), "a range is settled after it was read");
        List<Ranges.Numbered> rows = new ArrayList<>();
        List<Drops.Refusal> refusals = List.of();
        if (found.refusals() > 0 || !doubles.none()) {
            try (var file = new RowFileReader(spool, found.path())) {
                long id = part.firstId();
                for (var frame = file.next(); frame != null; frame = file.next()) {
                    for (Drops.Row row : frame.rows()) {
                        if (doubles.has(row.sourceId())) {
                            rows.add(new Ranges.Numbered(id, row));
                        }
                        id++;
                    }
                }
                refusals = file.refusals();
            }
        }
        ranges.settle(claim, part.range().no(), rows, refusals);
    }

    /** Removes all files that hold keys of a drop. */
    void clear(long dropId) throws IOException {
        for (String name : List.of("rows-", "doubles-")) {
            List<String> paths;
            try (Stream<String> all = spool.list(folder(dropId) + name)) {
                paths = all.toList();
            }
            for (String path : paths) {
                spool.delete(path);
            }
        }
    }
}
