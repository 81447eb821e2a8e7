package dev.caravan.intake.csv;

import dev.caravan.intake.CanonicalWriter;
import dev.caravan.intake.Fields;
import org.jspecify.annotations.Nullable;

/** The row that lies in the buffer right now; every value is text. */
final class CsvFields implements Fields {
    private final Header header;
    private final RowBuffer row;
    private final byte[][] keys;

    CsvFields(Header header, RowBuffer row) {
        this.header = header;
        this.row = row;
        this.keys = header.keys();
    }

    @Override
    public @Nullable String id(String field) {
        Integer position = header.positions().get(field);
        return position == null ? null : row.field(position);
    }

    @Override
    public boolean isEmpty(String field) {
        Integer position = header.positions().get(field);
        if (position == null) {
            return true;
        }
        for (int i = row.start(position); i < row.end(position); i++) {
            if (!Character.isWhitespace(row.text()[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long chars() {
        return Character.codePointCount(row.text(), 0, row.length());
    }

    @Override
    public void write(CanonicalWriter out) {
        char before = '{';
        for (int position : header.order()) {
            out.raw(before);
            out.raw(keys[position]);
            out.string(row.text(), row.start(position), row.end(position));
            before = ',';
        }
        out.raw('}');
    }
}
