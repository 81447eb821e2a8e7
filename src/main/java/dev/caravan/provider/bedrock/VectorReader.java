package dev.caravan.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.provider.Walk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the one vector of an answer, as its JSON stands: alone, first of a list, or by type, of
 * which floats are preferred. */
final class VectorReader {
    private final JsonParser parser;
    private final Walk walk;
    private final byte[] bytes;
    private final int from;

    VectorReader(JsonParser parser, byte[] bytes, int from) {
        this.parser = parser;
        this.walk = new Walk(parser);
        this.bytes = bytes;
        this.from = from;
    }

    /** Starts at a value and ends at the end of that value; null if it holds no vector. */
    @Nullable
    String first() throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return list();
        }
        @Nullable String[] found = new String[1];
        walk.object(type -> {
            String vector = first();
            if (found[0] == null || (type.equals("float") && vector != null)) {
                found[0] = vector;
            }
        });
        return found[0];
    }

    private @Nullable String list() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String inner = null;
        boolean numbers = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_ARRAY && inner == null) {
                inner = list();
            } else {
                numbers |= parser.currentToken().isNumeric();
                walk.skip();
            }
        }
        int end = (int) parser.currentLocation().getByteOffset();
        return inner == null && numbers ? new String(bytes, from + start, end - start, UTF_8) : inner;
    }
}
