package dev.caravan.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Steps through JSON without a tree. Every method starts at a value and ends at the end of that value. */
public final class Walk {
    private final JsonParser parser;

    public Walk(JsonParser parser) {
        this.parser = parser;
    }

    public interface Field {
        /** Called at the value of a field; must end at the end of that value. */
        void at(String name) throws IOException;
    }

    public interface Item {
        void at() throws IOException;
    }

    /** Every field of an object; anything else is passed over. Returns whether it was an object. */
    public boolean object(Field field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return false;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            field.at(name);
        }
        return true;
    }

    /** Every item of an array; anything else is passed over. */
    public void array(Item item) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.at();
        }
    }

    public void skip() throws IOException {
        parser.skipChildren();
    }

    /** Text, or a number or boolean as text; null for anything else. */
    public @Nullable String text() throws IOException {
        JsonToken token = parser.currentToken();
        if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    /** A whole number; 0 for anything else. */
    public int number() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getIntValue();
        }
        parser.skipChildren();
        return 0;
    }

    /** The one number of that name in an object. */
    public int numberIn(String name) throws IOException {
        int[] found = new int[1];
        object(field -> {
            if (field.equals(name)) {
                found[0] = number();
            } else {
                skip();
            }
        });
        return found[0];
    }
}
