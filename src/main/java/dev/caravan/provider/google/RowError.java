package dev.caravan.provider.google;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Walk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The error of one request, as an object or as text with JSON in it. */
public final class RowError {
    private static final JsonFactory JSON = new JsonFactory();

    private boolean there;
    private int code;
    private String status = "";
    private String message = "";

    /** Whether there was one. */
    public boolean there() {
        return there;
    }

    public String word() {
        return Rpc.word(status, code);
    }

    public String sentence() {
        return message.isBlank() ? "The request failed without a message" : message;
    }

    /** Reads the error that the parser stands at: an object, text such as {@code Bad Request: {"error": …}}, or nothing. */
    public void read(JsonParser parser) throws IOException {
        Walk walk = new Walk(parser);
        if (!parser.currentToken().isScalarValue()) {
            there |= walk.object(name -> field(parser, name)) && (code != 0 || !status.isEmpty() || !message.isEmpty());
            return;
        }
        String text = walk.text();
        if (text != null && !text.isBlank() && !text.equalsIgnoreCase("OK")) {
            there = true;
            message = text;
            within(text);
        }
    }

    private void field(JsonParser parser, String name) throws IOException {
        Walk walk = new Walk(parser);
        switch (name) {
            case "code" -> {
                String number = walk.text();
                code = number != null && number.matches("\\d{1,4}") ? Integer.parseInt(number) : code;
            }
            case "status", "type" -> {
                String word = orEmpty(walk.text());
                status = word.equals("error") ? status : word;
            }
            case "message" -> message = orEmpty(walk.text());
            case "error" -> walk.object(inner -> field(parser, inner));
            default -> walk.skip();
        }
    }

    /** The JSON in a text says more than the words before it; a text without any stands for itself. */
    private void within(String text) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return;
        }
        try (JsonParser parser = JSON.createParser(text.substring(brace))) {
            parser.nextToken();
            new Walk(parser).object(name -> field(parser, name));
        } catch (IOException notJson) {
            message = text;
        }
        message = message.isBlank() ? text : message;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
