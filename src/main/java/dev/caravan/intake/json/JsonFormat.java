package dev.caravan.intake.json;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.StrictReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One JSON array; each element is a record. */
public final class JsonFormat implements RecordFormat {

    @Override
    public Set<String> names() {
        return Set.of("json");
    }

    @Override
    public RecordReader open(String name, InputStream bytes, @Nullable Character delimiter) throws IOException {
        try {
            return new JsonArrayReader(new StrictReader(bytes));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }
}
