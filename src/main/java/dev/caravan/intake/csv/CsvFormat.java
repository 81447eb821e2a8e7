package dev.caravan.intake.csv;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.StrictReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values with a header line: comma, semicolon, tab or pipe, as the task says or the header shows; {@code tsv} is tab. */
public final class CsvFormat implements RecordFormat {

    @Override
    public Set<String> names() {
        return Set.of("csv", "tsv");
    }

    @Override
    public RecordReader open(String name, InputStream bytes, @Nullable Character delimiter) throws IOException {
        try {
            Replay text = new Replay(new StrictReader(bytes));
            char separator = delimiter != null ? delimiter : name.equals("tsv") ? '\t' : Delimiter.detect(text);
            return new CsvRows(text, separator);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }
}
