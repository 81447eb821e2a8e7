package dev.caravan.publish;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a publication one after the other, with numbers as they were written. */
public final class ContentLines implements Closeable {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build()
            .readerFor(JsonNode.class);

    private final MappingIterator<JsonNode> lines;

    ContentLines(InputStream content) throws IOException {
        this.lines = JSON.readValues(content);
    }

    /** The next line; null after the last. */
    public @Nullable JsonNode next() throws IOException {
        return lines.hasNextValue() ? lines.nextValue() : null;
    }

    /** Passes over so many lines. */
    public void skip(int count) throws IOException {
        for (int i = 0; i < count && next() != null; i++) {
            // Only their number counts.
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
