package dev.caravan.restore;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Restores.Frame;
import dev.caravan.spool.SegmentFrames;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Frames of a segment that stand elsewhere since a record was erased from them, found by the content of their other records.
 */
final class MovedFrames {
    private final Ledger ledger;
    private final Spool spool;

    MovedFrames(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
    }

    void find(long dropId, String segment) throws IOException {
        List<Frame> known = ledger.restores().frames(dropId, segment);
        Set<Long> there = new HashSet<>();
        try (var frames = new SegmentFrames(spool, segment)) {
            while (frames.next() != null) {
                there.add(frames.offset());
            }
        }
        List<Frame> lost = new ArrayList<>(
                known.stream().filter(frame -> !there.contains(frame.offset())).toList());
        known.forEach(frame -> there.remove(frame.offset()));
        if (lost.isEmpty() || there.isEmpty()) {
            return;
        }
        try (var frames = new SegmentFrames(spool, segment)) {
            for (byte[] lines = frames.next(); lines != null; lines = frames.next()) {
                if (there.contains(frames.offset())) {
                    place(dropId, hashes(lines), frames.offset(), lost.iterator());
                }
            }
        }
    }

    private void place(long dropId, List<Long> hashes, long offset, Iterator<Frame> lost) {
        while (lost.hasNext()) {
            Frame frame = lost.next();
            if (frame.records() == hashes.size() && isOf(dropId, frame, hashes)) {
                ledger.restores().moved(frame, offset);
                lost.remove();
                return;
            }
        }
    }

    private boolean isOf(long dropId, Frame frame, List<Long> hashes) {
        for (Proofs.Row row : ledger.proofs().rows(dropId, frame.firstId() - 1, frame.records())) {
            long index = row.recordId() - frame.firstId();
            if (index < hashes.size() && row.content() == hashes.get((int) index)) {
                return true;
            }
        }
        return false;
    }

    private static List<Long> hashes(byte[] lines) {
        List<Long> hashes = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') {
                hashes.add(Hashing.xxh3_64().hashBytesToLong(lines, from, i - from));
                from = i + 1;
            }
        }
        return hashes;
    }
}
