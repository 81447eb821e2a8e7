package dev.caravan.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads JSON objects into rows, for all formats made of JSON. What is JSON but no good record (a key that comes twice, deep
 * nesting, half a surrogate pair, too much of it) is a refused row, and the parser stands behind the object all the same.
 */
public final class JsonObjects {
    private static final String START = "\\(start marker at \\[.{0,200}?column: (\\d+)]\\)";

    private final RowGuard guard = new RowGuard("bad_json");

    /** A factory of parsers that can't be made to use much memory. */
    public static JsonFactory factory() {
        var limits = StreamReadConstraints.builder()
                .maxStringLength(RecordReader.MAX_RECORD_CHARS)
                .maxNumberLength(RecordReader.MAX_RECORD_CHARS)
                .build();
        return JsonFactory.builder()
                .streamReadConstraints(limits)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
    }

    /** What the parser says, short enough for a reason, and without what is about itself. */
    public static String describe(JsonProcessingException e) {
        String message =
                e.getOriginalMessage().replaceAll("\\p{Cntrl}", " ").replaceAll(START, "that begins in column $1");
        return message.length() > 300 ? message.substring(0, 300) + "…" : message;
    }

    /**
     * Reads the value at which the parser stands, up to its end.
     *
     * @param line on which it begins
     */
    public SourceRow read(JsonParser parser, long line) throws IOException {
        guard.begin(line);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String found = parser.currentToken() == JsonToken.START_ARRAY ? "an array" : "a single value";
            parser.skipChildren();
            return new SourceRow.Refused(line, "not_an_object", "a record is a JSON object, but this is " + found);
        }
        return guard.row(object(parser, 1));
    }

    private SortedMap<String, Object> object(JsonParser parser, int depth) throws IOException {
        SortedMap<String, Object> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            guard.text(name);
            Object value = value(parser, depth);
            if (guard.ok() && fields.put(name, value) != null) {
                guard.refuse("the key \"" + RowGuard.brief(name) + "\" comes twice in one object");
            }
        }
        return fields;
    }

    private List<Object> array(JsonParser parser, int depth) throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(parser, depth);
            if (guard.ok()) {
                values.add(value);
            }
        }
        return values;
    }

    private Object value(JsonParser parser, int depth) throws IOException {
        if (parser.currentToken().isStructStart()) {
            guard.depth(depth + 1);
        }
        guard.value();
        if (!guard.ok()) {
            parser.skipChildren();
            return JsonFields.NULL;
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> guard.text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> guard.number(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> JsonFields.NULL;
        };
    }
}
