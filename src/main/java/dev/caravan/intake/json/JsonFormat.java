package dev.caravan.intake.json;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import dev.caravan.intake.StrictReader;
import java.io.IOException;
import java.util.Set;

/** One JSON array; each element is a record. */
public final class JsonFormat implements RecordFormat {

    @Override
    public Set<String> names() {
        return Set.of("json");
    }

    @Override
    public RecordReader open(Source source) throws IOException {
        return new JsonArrayReader(new StrictReader(source.bytes()));
    }
}
