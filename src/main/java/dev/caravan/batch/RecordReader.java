package dev.caravan.batch;

import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.Audit.ValuePlace;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.Spool;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads inputs and values of many records, right or wrong. Cheap in the order of the records. Not thread-safe; to be closed.
 */
public final class RecordReader implements Closeable {
    private final RecordAnswers answers;
    private final SegmentReader segments;
    private final LinesAt lines;

    RecordReader(RecordAnswers answers, Spool spool) {
        this.answers = answers;
        this.segments = new SegmentReader(spool);
        this.lines = new LinesAt(spool);
    }

    /** These are asked for next, in this order: said so that result files are read in the order in which they lie. */
    public void expect(List<ValuePlace> next) {
        lines.expect(next.stream().flatMap(RecordReader::place).toList());
    }

    private static Stream<LinesAt.Place> place(ValuePlace value) {
        ResultFile file = value.file();
        ResultAt at = value.at();
        return file == null || at == null || value.edit() != null ? Stream.of() : Stream.of(LinesAt.Place.of(file, at));
    }

    /**
     * One JSON object; null if the ledger does not know where it lies.
     *
     * @throws IOException if the spool no longer holds it there
     */
    public @Nullable String input(ValuePlace value) throws IOException {
        InputAt at = value.input();
        return at == null
                ? null
                : new String(segments.line(at.segment(), at.offset(), at.index()), StandardCharsets.UTF_8);
    }

    /**
     * What a person gave, else what the model said: compact JSON where that is some, else the text as it came; null if there is
     * neither.
     *
     * @throws IOException if the spool no longer holds it there
     */
    public @Nullable String value(ValuePlace value) throws IOException {
        ResultFile file = value.file();
        ResultAt at = value.at();
        if (value.edit() != null || file == null || at == null) {
            return value.edit();
        }
        LinesAt.Slice line = lines.line(file, at);
        String said = answers.answer(value.recipe(), line.bytes(), line.from(), line.to());
        return said == null
                ? null
                : answers.rules(value.recipe())
                        .value(said)
                        .map(json -> new String(json, StandardCharsets.UTF_8))
                        .orElse(said);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
