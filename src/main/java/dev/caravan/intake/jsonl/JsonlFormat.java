package dev.caravan.intake.jsonl;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import dev.caravan.intake.StrictReader;
import java.io.IOException;
import java.util.Set;

/** JSON lines; an empty file has no records and is fine. */
public final class JsonlFormat implements RecordFormat {

    @Override
    public Set<String> names() {
        return Set.of("jsonl", "ndjson");
    }

    @Override
    public RecordReader open(Source source) throws IOException {
        return new JsonlReader(new StrictReader(source.bytes()));
    }
}
