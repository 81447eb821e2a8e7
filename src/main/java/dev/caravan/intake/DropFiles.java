package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.restore.Rebuilt;
import dev.caravan.spool.SegmentWriter;
import dev.caravan.spool.Spool;
import dev.caravan.spool.StorageException;
import dev.caravan.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;

/** Opens drops for reading, and puts away those that can't be read. */
final class DropFiles {
    private final Spool spool;
    private final Formats formats;
    private final Inbox inbox;
    private final Ways ways;

    /** How rows get into the ledger. */
    record Ways(Drops drops, CurrentRecipes recipes, Clock clock) {}

    DropFiles(Spool spool, Formats formats, Inbox inbox, Ways ways) {
        this.spool = spool;
        this.formats = formats;
        this.inbox = inbox;
        this.ways = ways;
    }

    OpenDrop open(Drops.Claim claim, Task task) throws IOException {
        String path = claim.spoolPath();
        long size = spool.size(path);
        Task.Input input = task.input();
        RecordReader reader = Rebuilt.is(path)
                ? formats.open(Rebuilt.NAME, spool.open(path, 0), input.asJsonLines())
                : formats.open(DropPath.of(claim.uri(), inbox, task.name()), spool.open(path, 0), input);
        try {
            var target = new Stretch.Target(ways.drops(), claim, ways.recipes().recipeOf(task.name()));
            String segment = "drops/" + claim.dropId() + "/segment-" + claim.fence() + ".jsonl.zst";
            Stretch stretch = new Stretch(target, new SegmentWriter(spool, segment), ways.clock());
            var reading = new DropReading(claim, reader, new RowRules(input), stretch);
            return new OpenDrop(reading, reader, stretch, () -> unchanged(path, size));
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void unchanged(String path, long before) throws IOException {
        long after = spool.size(path);
        if (after != before) {
            throw new SourceChangedException(SourceChangedException.size(before, after));
        }
    }

    void putAway(Drops.Claim claim, DropLog report, String note) throws IOException {
        try (InputStream in = spool.open(claim.spoolPath(), 0)) {
            FailedFiles.copy(in, report.fileName(), inbox.failed(report.task()), note);
        } catch (IOException e) {
            throw StorageException.ofFolder(inbox.failed(report.task()), e);
        }
    }
}
