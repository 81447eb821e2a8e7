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
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects into rows, for all formats made of JSON. What is JSON but no good record (a key that comes twice, deep
 * nesting, half a surrogate pair, too much of it) is a refused row, and the parser stands behind the object all the same.
 */
public final class JsonObjects {
    static final int MAX_DEPTH = 100;
    static final int MAX_NUMBER = 1000;
    /** Counted for each value beside its characters, so that a million tiny values are too much as well. */
    private static final int VALUE_OVERHEAD = 16;

    private long size;
    private SourceRow.@Nullable Refused problem;
    private long line;

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

    /** What the parser says, short enough for a reason. */
    public static String describe(JsonProcessingException e) {
        String message = e.getOriginalMessage().replaceAll("\\p{Cntrl}", " ");
        return message.length() > 300 ? message.substring(0, 300) + "…" : message;
    }

    /**
     * Reads the value at which the parser stands, up to its end.
     *
     * @param line on which it begins
     */
    public SourceRow read(JsonParser parser, long line) throws IOException {
        this.line = line;
        this.size = 0;
        this.problem = null;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String found = parser.currentToken() == JsonToken.START_ARRAY ? "an array" : "a single value";
            parser.skipChildren();
            return new SourceRow.Refused(line, "not_an_object", "a record is a JSON object, but this is " + found);
        }
        SortedMap<String, Object> fields = object(parser, 1);
        return problem == null ? new SourceRow.Readable(line, new JsonFields(fields)) : problem;
    }

    private SortedMap<String, Object> object(JsonParser parser, int depth) throws IOException {
        SortedMap<String, Object> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            text(name);
            Object value = value(parser, depth);
            if (problem == null && fields.put(name, value) != null) {
                refuse("bad_json", "the key \"" + brief(name) + "\" comes twice in one object");
            }
        }
        return fields;
    }

    private List<Object> array(JsonParser parser, int depth) throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(parser, depth);
            if (problem == null) {
                values.add(value);
            }
        }
        return values;
    }

    private Object value(JsonParser parser, int depth) throws IOException {
        if (parser.currentToken().isStructStart() && depth >= MAX_DEPTH) {
            refuse("bad_json", "nested deeper than " + MAX_DEPTH + " levels");
        }
        size += VALUE_OVERHEAD;
        if (size > RecordReader.MAX_RECORD_CHARS) {
            refuse("record_too_long", "longer than " + RecordReader.MAX_RECORD_CHARS + " characters");
        }
        if (problem != null) {
            parser.skipChildren();
            return JsonFields.NULL;
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> JsonFields.NULL;
        };
    }

    private JsonFields.Number number(String written) {
        if (written.length() > MAX_NUMBER) {
            refuse("bad_json", "a number of " + written.length() + " digits; at most " + MAX_NUMBER);
        }
        return new JsonFields.Number(written);
    }

    private String text(String text) {
        size += text.length();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    refuse("bad_json", "half of a surrogate pair, which is no character");
                    return text;
                }
                i++;
            }
        }
        return text;
    }

    private void refuse(String code, String detail) {
        if (problem == null) {
            problem = new SourceRow.Refused(line, code, detail);
        }
    }

    private static String brief(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }
}
