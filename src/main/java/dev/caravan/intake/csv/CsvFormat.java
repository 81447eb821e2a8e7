package dev.caravan.intake.csv;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import dev.caravan.intake.StrictReader;
import java.io.IOException;
import java.util.Set;

/** Values with a header line: comma, semicolon, tab or pipe, as the task says or the header shows; {@code tsv} is tab. */
public final class CsvFormat implements RecordFormat {

    @Override
    public Set<String> names() {
        return Set.of("csv", "tsv");
    }

    @Override
    public RecordReader open(Source source) throws IOException {
        Replay text = new Replay(new StrictReader(source.bytes()));
        Character set = source.input().delimiter();
        char delimiter = set != null ? set : source.format().equals("tsv") ? '\t' : Delimiter.detect(text);
        return new CsvRows(text, delimiter);
    }
}
