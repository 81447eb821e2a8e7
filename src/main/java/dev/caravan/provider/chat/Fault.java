package dev.caravan.provider.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.provider.Walk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An error on a result line: a sentence, an object, or an object around such an object. */
final class Fault {
    /** Whether there was one that is not null. */
    boolean there;

    private @Nullable String code;
    private @Nullable String type;
    private @Nullable String message;

    void read(JsonParser parser, Walk walk) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            there = true;
            message = walk.text();
            return;
        }
        there |= walk.object(name -> {
            switch (name) {
                case "code" -> code = walk.text();
                case "type" -> type = walk.text();
                case "message" -> message = walk.text();
                case "error" -> read(parser, walk);
                default -> walk.skip();
            }
        });
    }

    String word(String otherwise) {
        if (code != null && !code.isBlank()) {
            return code;
        }
        return type != null && !type.isBlank() ? type : otherwise;
    }

    /** The HTTP status that some providers give as code; 0 if it is none. */
    int status() {
        return code != null && code.matches("[45]\\d\\d") ? Integer.parseInt(code) : 0;
    }

    String sentence(String otherwise) {
        return message != null && !message.isBlank() ? message : otherwise;
    }
}
