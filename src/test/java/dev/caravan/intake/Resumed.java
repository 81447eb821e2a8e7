package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.ledger.Drops;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.SegmentWriter;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Reads a drop up to a row, and on from there in another process. */
final class Resumed {
    private final LocalSpool spool;
    private final RowRules rules;
    private int drops;

    /** Opens the drop. */
    interface Opening {
        RecordReader open() throws IOException;
    }

    Resumed(Path data, Task.Input input) {
        spool = new LocalSpool(data.resolve("spool"));
        rules = new RowRules(input);
    }

    /** All rows and refusals as the ledger got them. */
    List<String> read(long upTo, Opening first, Opening second) throws IOException {
        MemoryDrops ledger = new MemoryDrops();
        ledger.received(ledger.arriving(new Drops.NewDrop(1, "inbox", "file:///source", null)), "source", 0);
        String folder = "drops/" + ++drops;
        read(ledger, upTo, first, folder + "/segment-1");
        read(ledger, Long.MAX_VALUE, second, folder + "/segment-2");
        return shown(ledger.entries.get(1L));
    }

    private void read(MemoryDrops ledger, long upTo, Opening opening, String segment) throws IOException {
        Drops.Claim claim = ledger.claimForRead().orElseThrow();
        var target = new Stretch.Target(ledger, claim, 5);
        try (RecordReader reader = opening.open();
                Stretch stretch = new Stretch(target, new SegmentWriter(spool, segment), Clock.systemUTC())) {
            DropReading reading = new DropReading(claim, reader, rules, stretch);
            long[] asked = new long[1];
            if (!reading.run(() -> asked[0]++ == upTo, rows -> {})) {
                reading.keepRest();
            }
        }
        ledger.release(claim);
    }

    private List<String> shown(MemoryDrops.Entry drop) throws IOException {
        List<String> shown = new ArrayList<>();
        SegmentReader reader = new SegmentReader(spool);
        for (Drops.ReadPart part : drop.parts) {
            for (Drops.Frame frame : part.frames()) {
                for (int i = 0; i < frame.rows().size(); i++) {
                    Drops.Row row = frame.rows().get(i);
                    String json = new String(reader.line(frame.segment(), frame.offset(), i), UTF_8);
                    shown.add(row.line() + " " + row.sourceId() + " " + row.content() + " " + json);
                }
            }
        }
        drop.refusals.forEach(r -> shown.add(r.line() + " " + r.code() + ": " + r.detail()));
        return shown;
    }
}
