package dev.caravan.console.exports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.audit.RecordValues;
import dev.caravan.audit.RecordValues.Value;
import dev.caravan.console.exports.Column.Raw;
import dev.caravan.ledger.Contents;
import dev.caravan.ledger.Contents.Piece;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.RecordState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the records of a drop, a stretch after the other: however many there are, some are held and no more. */
final class RecordList {
    /** Looked at and held at once: whatever the filter, no record is looked at twice. */
    private static final int PAGE = 2_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Contents contents;
    private final RecordValues values;

    RecordList(Contents contents, RecordValues values) {
        this.contents = contents;
        this.values = values;
    }

    /** Which records. */
    record Which(
            long drop,
            @Nullable RecordState state,
            @Nullable String code) {}

    private record Row(RecordRow record, Value value) {}

    void write(Which which, ListFormat format, OutputStream out) throws IOException {
        ListFormat.Rows<RecordRow> rows = format.rows(Columns.RECORDS, out);
        long place = 0;
        boolean end = false;
        while (!end) {
            Piece<RecordRow> found = contents.records(which.drop(), which.state(), which.code(), place, PAGE, PAGE);
            for (RecordRow row : found.rows()) {
                rows.add(row);
            }
            place = found.next();
            end = place == 0;
        }
        rows.end();
    }

    /** The same with the input and the value of each. */
    void writeValues(Which which, ListFormat format, OutputStream out) throws IOException {
        ListFormat.Rows<Row> rows = format.rows(columns(), out);
        try (RecordValues.Reading reading = values.open()) {
            long place = 0;
            boolean end = false;
            while (!end) {
                Piece<RecordRow> found = contents.records(which.drop(), which.state(), which.code(), place, PAGE, PAGE);
                reading.expect(found.rows().stream().map(RecordRow::id).toList());
                for (RecordRow row : found.rows()) {
                    rows.add(new Row(row, reading.of(row.id())));
                }
                place = found.next();
                end = place == 0;
            }
        }
        rows.end();
    }

    private static List<Column<Row>> columns() {
        List<Column<Row>> all = new ArrayList<>();
        for (Column<RecordRow> column : Columns.RECORDS) {
            all.add(Columns.column(column.name(), row -> column.value().apply(row.record())));
        }
        all.add(Columns.column("input", row -> json(row.value().input())));
        all.add(Columns.column("value", row -> json(row.value().value())));
        all.add(Columns.column(
                "note", row -> row.value().note().isEmpty() ? null : row.value().note()));
        return all;
    }

    /** As JSON where it is some on one line, else as text. */
    private static @Nullable Object json(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            boolean line = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
            return line && !JSON.readTree(text).isMissingNode() ? new Raw(text) : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
