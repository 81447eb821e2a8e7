package dev.caravan.intake.jsonl;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.StrictReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON lines; an empty file has no records and is fine. */
public final class JsonlFormat implements RecordFormat {

    @Override
    public Set<String> names() {
        return Set.of("jsonl", "ndjson");
    }

    @Override
    public RecordReader open(String name, InputStream bytes, @Nullable Character delimiter) throws IOException {
        try {
            return new JsonlReader(new StrictReader(bytes));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }
}
