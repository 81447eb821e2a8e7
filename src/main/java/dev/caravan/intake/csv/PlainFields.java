package dev.caravan.intake.csv;

import dev.caravan.intake.CanonicalWriter;
import dev.caravan.intake.Fields;
import dev.caravan.intake.PlainBytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The row that was scanned last; every value is text, and its bytes are copied. */
final class PlainFields implements Fields {
    private final Header header;
    private final PlainScanner row;
    private final PlainBytes file;
    private final byte[][] keys;

    PlainFields(Header header, PlainScanner row, PlainBytes file) {
        this.header = header;
        this.row = row;
        this.file = file;
        this.keys = header.keys();
    }

    private String text(int field) {
        return text(file.bytes(), row, field);
    }

    static String text(byte[] bytes, PlainScanner row, int field) {
        String text = new String(bytes, row.from(field), row.to(field) - row.from(field), StandardCharsets.UTF_8);
        // Only a quoted field has quotes, and each of them is doubled.
        return row.isSpecial(field) ? text.replace("\"\"", "\"") : text;
    }

    @Override
    public @Nullable String id(String field) {
        Integer position = header.positions().get(field);
        return position == null ? null : text(position);
    }

    @Override
    public boolean isEmpty(String field) {
        Integer position = header.positions().get(field);
        if (position == null) {
            return true;
        }
        byte[] bytes = file.bytes();
        for (int i = row.from(position); i < row.to(position); i++) {
            if (bytes[i] < 0) {
                return text(position).chars().allMatch(Character::isWhitespace);
            }
            if (!Character.isWhitespace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long chars() {
        return row.chars();
    }

    @Override
    public void write(CanonicalWriter out) {
        byte[] bytes = file.bytes();
        char before = '{';
        for (int field : header.order()) {
            out.raw(before);
            out.raw(keys[field]);
            if (row.isSpecial(field)) {
                out.string(bytes, row.from(field), row.to(field));
            } else {
                out.plain(bytes, row.from(field), row.to(field));
            }
            before = ',';
        }
        out.raw('}');
    }
}
