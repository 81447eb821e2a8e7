package dev.caravan.retention;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Erasures;
import dev.caravan.ledger.Erasures.Frame;
import dev.caravan.spool.DamagedSegmentException;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds lines of segments that never became a record, because they were unchanged, duplicate or stale, and that hold a source
 * id. Nobody reads them, so one too many does no harm.
 */
final class RowlessLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Erasures erasures;
    private final SegmentReader reader;
    private final byte[] wanted;

    RowlessLines(Erasures erasures, Spool spool, String sourceId) throws IOException {
        String quoted = JSON.writeValueAsString(sourceId);
        this.erasures = erasures;
        this.reader = new SegmentReader(spool);
        this.wanted = quoted.substring(1, quoted.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    /** The next frame of the drop with such lines, after the one that begins with this row. */
    Optional<Frame> next(long dropId, long afterFirstId) throws IOException {
        long after = afterFirstId;
        Optional<Frame> frame = erasures.frame(dropId, after);
        while (frame.isPresent()) {
            Set<Integer> lines = lines(frame.get());
            if (!lines.isEmpty()) {
                return Optional.of(frame.get().with(lines));
            }
            after = frame.get().firstId();
            frame = erasures.frame(dropId, after);
        }
        return frame;
    }

    private Set<Integer> lines(Frame frame) throws IOException {
        Set<Integer> lines = new TreeSet<>();
        try {
            for (int i = 0; i < frame.lines(); i++) {
                if (holds(reader.line(frame.segment(), frame.offset(), i))) {
                    lines.add(i);
                }
            }
        } catch (DamagedSegmentException e) {
            // Nothing can be read there; what is named by a record is erased all the same.
            return Set.of();
        }
        if (!lines.isEmpty()) {
            erasures.rows(frame).forEach(row -> lines.remove(Math.toIntExact(row - frame.firstId())));
        }
        return lines;
    }

    private boolean holds(byte[] line) {
        for (int at = 0; at <= line.length - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && line[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
