package dev.caravan.submission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.intake.RecordReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** JSON of callers: numbers as they are written, no key twice, not too deep, and never more in memory than was said. */
final class BoundedJson {
    private static final int DEEPEST = 100;
    private static final int MOST_DIGITS = 1000;

    /** Parsers that can't be made to use much memory by one value. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(MOST_DIGITS)
                    .maxStringLength(RecordReader.MAX_RECORD_CHARS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    static final JsonMapper JSON = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private BoundedJson() {}

    /** More than was allowed. */
    static final class TooMuch extends Exception {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super(null, null, false, false);
        }
    }

    /** Copies the value at which a parser stands, compact; the parser stands at its end then. */
    static byte[] copy(JsonParser parser, long most) throws IOException, TooMuch {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 10);
        try (JsonGenerator to = FACTORY.createGenerator(out)) {
            int depth = 0;
            do {
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isNumeric()) {
                    to.writeNumber(parser.getText());
                } else {
                    to.copyCurrentEvent(parser);
                }
                if (out.size() + to.getOutputBuffered() > most) {
                    throw new TooMuch();
                }
            } while (depth > 0 && parser.nextToken() != null);
        }
        return out.toByteArray();
    }
}
