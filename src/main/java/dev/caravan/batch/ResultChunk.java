package dev.caravan.batch;

import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.EventKind;
import dev.caravan.provider.PlainResult;
import dev.caravan.provider.ProviderResult;
import dev.caravan.spool.DamagedSegmentException;
import dev.caravan.spool.SegmentReader;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.JsonRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
    private final long batchId;
    private final Consumer<List<Outcome>> apply;
    private final Outcomes outcomes;
    private final boolean needsInput;
    private final MemberIds ids;
    private final SegmentReader segments;
    /** That of one line after the other. */
    private final JsonRecord input = new JsonRecord();

    private final List<Line> lines = new ArrayList<>();
    private long bytes;
    private int unexpected;

    /** @param apply tells the ledger; outcomes are sorted by record, each record at most once in a call */
    ResultChunk(Workplace at, long batchId, Outcomes outcomes, boolean needsInput, Consumer<List<Outcome>> apply) {
        this.at = at;
        this.batchId = batchId;
        this.apply = apply;
        this.outcomes = outcomes;
        this.needsInput = needsInput;
        this.ids = new MemberIds(at.ledger(), batchId);
        this.segments = new SegmentReader(at.spool());
    }

    void add(ProviderResult result, ResultAt where, int length) throws IOException {
        add(result.customId(), result, null, where, length);
    }

    void add(PlainResult result, ResultAt where, int length) throws IOException {
        add(result.customId(), null, result, where, length);
    }

    private void add(
            @Nullable String customId,
            @Nullable ProviderResult any,
            @Nullable PlainResult plain,
            ResultAt where,
            int length)
            throws IOException {
        Optional<CustomIds.Id> id = Optional.ofNullable(customId).flatMap(ids::parse);
        if (id.isEmpty()) {
            unexpected(customId);
            return;
        }
        lines.add(new Line(id.get(), any, plain, where));
        bytes += length;
        if (lines.size() >= MOST_RESULTS || bytes >= MOST_BYTES) {
            flush();
        }
    }

    void flush() throws IOException {
        List<Line> known = known();
        known.sort(Comparator.comparingLong(line -> line.id().recordId()));
        Map<Long, InputAt> places = places(known);
        List<Outcome> firsts = new ArrayList<>(lines.size());
        List<Outcome> repeats = new ArrayList<>();
        for (Line line : known) {
            Outcome outcome = line.outcome(outcomes, input(places.get(line.id().recordId())));
            if (outcome == null) {
                continue;
            }
            boolean repeated =
                    !firsts.isEmpty() && firsts.get(firsts.size() - 1).recordId() == outcome.recordId();
            (repeated ? repeats : firsts).add(outcome);
        }
        lines.clear();
        bytes = 0;
        apply.accept(firsts);
        for (Outcome repeat : repeats) {
            apply.accept(List.of(repeat));
        }
    }

    /** Without those whose records nobody knows, under the numbers that this ledger has for them. */
    private List<Line> known() {
        if (ids.areOwn()) {
            return lines;
        }
        Map<Long, Long> records =
                ids.records(lines.stream().map(line -> line.id().recordId()).toList());
        List<Line> known = new ArrayList<>(lines.size());
        for (Line line : lines) {
            Long record = records.get(line.id().recordId());
            if (record == null) {
                unexpected(line.customId());
            } else {
                known.add(line.of(record));
            }
        }
        return known;
    }

    @Override
    public void close() {
        if (unexpected > MOST_NAMED) {
            LOG.warn("Batch {}: {} unexpected result lines in all", batchId, unexpected);
        }
    }

    private Map<Long, InputAt> places(List<Line> sorted) {
        return needsInput
                ? at.ledger()
                        .assembly()
                        .inputsOf(sorted.stream()
                                .map(line -> line.id().recordId())
                                .toList())
                : Map.of();
    }

    private JsonRecord input(@Nullable InputAt where) throws IOException {
        if (where == null) {
            return NO_INPUT;
        }
        try {
            byte[] line = segments.line(where.segment(), where.offset(), where.index());
            input.read(line, 0, line.length);
            return input;
        } catch (DamagedSegmentException e) {
            // Its answer can't be compared with it: invalid, and never published.
            at.ledger().events().raiseOnce(EventKind.SPOOL_DAMAGED, "batch " + batchId, String.valueOf(e.getMessage()));
            return NO_INPUT;
        }
    }

    private void unexpected(@Nullable String customId) {
        unexpected++;
        if (unexpected <= MOST_NAMED) {
            LOG.warn("Batch {}: a result line with the unexpected id \"{}\" moves nothing", batchId, customId);
        }
    }

    /** Of the usual kind, or any. */
    private record Line(
            CustomIds.Id id,
            @Nullable ProviderResult any,
            @Nullable PlainResult plain,
            ResultAt where) {

        @Nullable
        String customId() {
            return plain != null ? plain.customId() : any != null ? any.customId() : null;
        }

        Line of(long record) {
            return new Line(new CustomIds.Id(record, id.attempt()), any, plain, where);
        }

        @Nullable
        Outcome outcome(Outcomes outcomes, CanonicalRecord input) {
            return plain != null
                    ? outcomes.of(plain, id, input, where)
                    : any != null ? outcomes.of(any, id, input, where) : null;
        }
    }
}
