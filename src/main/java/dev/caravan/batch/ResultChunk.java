package dev.caravan.batch;

import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.EventKind;
import dev.caravan.provider.ProviderResult;
import dev.caravan.spool.DamagedSegmentException;
import dev.caravan.spool.SegmentReader;
import dev.caravan.task.JsonRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects result lines until there are enough to sort them by record, look at their inputs and move them in bulk. */
final class ResultChunk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResultChunk.class);
    private static final int MOST_RESULTS = 5_000;
    private static final long MOST_BYTES = 16 * 1024 * 1024;
    private static final int MOST_NAMED = 20;
    private static final JsonRecord NO_INPUT = JsonRecord.parse("{}".getBytes(StandardCharsets.UTF_8));

    private final Workplace at;
    private final BatchInHand batch;
    private final Outcomes outcomes;
    private final boolean needsInput;
    private final MemberIds ids;
    private final SegmentReader segments;
    private final List<Line> lines = new ArrayList<>();
    private long bytes;
    private int unexpected;

    ResultChunk(Workplace at, BatchInHand batch, Outcomes outcomes, boolean needsInput) {
        this.at = at;
        this.batch = batch;
        this.outcomes = outcomes;
        this.needsInput = needsInput;
        this.ids = new MemberIds(at.ledger(), batch.getId());
        this.segments = new SegmentReader(at.spool());
    }

    void add(ProviderResult result, ResultAt where, int length) throws IOException {
        Optional<CustomIds.Id> id = Optional.ofNullable(result.customId()).flatMap(ids::parse);
        if (id.isEmpty()) {
            unexpected(result);
            return;
        }
        lines.add(new Line(id.get(), result, where));
        bytes += length;
        if (lines.size() >= MOST_RESULTS || bytes >= MOST_BYTES) {
            flush();
        }
    }

    void flush() throws IOException {
        List<Line> known = known();
        known.sort(Comparator.comparingLong(line -> line.id().recordId()));
        List<Outcome> firsts = new ArrayList<>(lines.size());
        List<Outcome> repeats = new ArrayList<>();
        for (Line line : known) {
            Outcome outcome = outcomes.of(line.result(), line.id(), input(line.id()), line.where());
            if (outcome == null) {
                continue;
            }
            boolean repeated =
                    !firsts.isEmpty() && firsts.get(firsts.size() - 1).recordId() == outcome.recordId();
            (repeated ? repeats : firsts).add(outcome);
        }
        lines.clear();
        bytes = 0;
        at.ledger().collection().apply(batch.claim(), firsts);
        for (Outcome repeat : repeats) {
            at.ledger().collection().apply(batch.claim(), List.of(repeat));
        }
    }

    private List<Line> known() {
        Map<Long, Long> records =
                ids.records(lines.stream().map(line -> line.id().recordId()).toList());
        List<Line> known = new ArrayList<>(lines.size());
        for (Line line : lines) {
            Long record = records.get(line.id().recordId());
            if (record == null) {
                unexpected(line.result());
            } else {
                known.add(new Line(new CustomIds.Id(record, line.id().attempt()), line.result(), line.where()));
            }
        }
        return known;
    }

    @Override
    public void close() {
        if (unexpected > MOST_NAMED) {
            LOG.warn("Batch {}: {} unexpected result lines in all", batch.getId(), unexpected);
        }
    }

    private JsonRecord input(CustomIds.Id id) throws IOException {
        if (!needsInput) {
            return NO_INPUT;
        }
        Optional<Assembly.InputAt> where = at.ledger().assembly().inputOf(id.recordId());
        if (where.isEmpty()) {
            return NO_INPUT;
        }
        try {
            return JsonRecord.parse(segments.line(
                    where.get().segment(), where.get().offset(), where.get().index()));
        } catch (DamagedSegmentException e) {
            // Its answer can't be compared with it: invalid, and never published.
            at.ledger().events().raiseOnce(EventKind.SPOOL_DAMAGED, batch.toString(), String.valueOf(e.getMessage()));
            return NO_INPUT;
        }
    }

    private void unexpected(ProviderResult result) {
        unexpected++;
        if (unexpected <= MOST_NAMED) {
            LOG.warn(
                    "Batch {}: a result line with the unexpected id \"{}\" moves nothing",
                    batch.getId(),
                    result.customId());
        }
    }

    private record Line(CustomIds.Id id, ProviderResult result, ResultAt where) {}
}
