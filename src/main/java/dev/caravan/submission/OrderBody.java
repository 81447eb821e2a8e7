package dev.caravan.submission;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.intake.JsonObjects;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/** Reads the body of an order: its requests go to a file as they come, a line each; the rest is small and is kept. */
final class OrderBody {
    private static final int MOST_PEEKED = 1 << 12;
    private static final long MOST_REST = 1 << 20;
    private static final Set<String> REQUESTS = Set.of("requests", "batch");
    /** How a line of the Batch API begins; everything else that is an object, and is no line, is an order. */
    private static final Set<String> OF_A_LINE = Set.of("custom_id", "method", "url", "body");

    private final Limits limits;

    OrderBody(Limits limits) {
        this.limits = limits;
    }

    /**
     * Whether a body is an order: its first field is none of a line of the Batch API, and is one that an order may have.
     * Nothing is taken from it.
     */
    static boolean is(BufferedInputStream body) throws IOException {
        body.mark(MOST_PEEKED);
        byte[] start = body.readNBytes(MOST_PEEKED - 1);
        body.reset();
        try (JsonParser parser = BoundedJson.FACTORY.createParser(start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || parser.nextToken() != JsonToken.FIELD_NAME) {
                return false;
            }
            String first = parser.currentName();
            return !OF_A_LINE.contains(first) && OrderHead.knows(first);
        } catch (JsonProcessingException | CharConversionException unreadable) {
            return false;
        }
    }

    /** All of an order but its requests; {@code requests} says whether it brought any list of them. */
    record Rest(ObjectNode fields, boolean requests) {}

    /** @param lines gets each request as compact JSON and a line feed */
    Rest read(InputStream body, OutputStream lines) throws IOException, RefusedSubmission {
        ObjectNode fields = BoundedJson.JSON.createObjectNode();
        boolean requests = false;
        long kept = 0;
        try (JsonParser parser = BoundedJson.FACTORY.createParser(body)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (REQUESTS.contains(name) && value != JsonToken.VALUE_NULL) {
                    if (value != JsonToken.START_ARRAY || requests) {
                        throw RefusedSubmission.field(name, "must be one list of requests");
                    }
                    requests = true;
                    requests(parser, name, lines);
                } else if (value != JsonToken.VALUE_NULL) {
                    JsonNode one = BoundedJson.JSON.readTree(copy(parser, name, MOST_REST - kept));
                    kept += one.toString().length();
                    fields.set(name, one);
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw RefusedSubmission.field(null, "malformed JSON: the body is one object and nothing else");
            }
        } catch (JsonProcessingException e) {
            throw RefusedSubmission.field(null, "malformed JSON: " + JsonObjects.describe(e));
        } catch (CharConversionException e) {
            throw RefusedSubmission.field(null, "the body is not UTF-8");
        }
        return new Rest(fields, requests);
    }

    private void requests(JsonParser parser, String name, OutputStream lines) throws IOException, RefusedSubmission {
        long number = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw RefusedSubmission.field(name, "the list breaks off");
            }
            if (++number > limits.lines()) {
                throw RefusedSubmission.field(
                        name, "has more than " + limits.lines() + " requests (caravan.http.max-lines)");
            }
            lines.write(copy(parser, name + "[" + (number - 1) + "]", limits.lineBytes()));
            lines.write('\n');
        }
    }

    private static byte[] copy(JsonParser parser, String name, long most) throws IOException, RefusedSubmission {
        try {
            return BoundedJson.copy(parser, most);
        } catch (BoundedJson.TooMuch e) {
            throw RefusedSubmission.field(name, "is longer than " + most + " bytes");
        }
    }
}
