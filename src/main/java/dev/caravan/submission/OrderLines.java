package dev.caravan.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.intake.JsonObjects;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and checks the requests of an order, one line after the other. */
final class OrderLines {
    private static final int MOST_ID = 256;
    private static final Set<String> FIELDS = Set.of("custom_id", "method", "url", "body");

    private final BodyLines lines;
    private final OrderHead head;
    private final boolean inline;
    private final SeenIds seen = new SeenIds();

    /** @param inline whether they came as a list in the order, and not in a file */
    OrderLines(BodyLines lines, OrderHead head, boolean inline) {
        this.lines = lines;
        this.head = head;
        this.inline = inline;
    }

    /** A request that is fine as far as its line goes. @param body with everything that the order says for all of them */
    record Request(String customId, String model, ObjectNode body) {}

    /** The next one; null at the end. */
    @Nullable
    Request next() throws IOException, RefusedSubmission {
        if (!lines.next()) {
            return null;
        }
        ObjectNode line = parse();
        if (inline) {
            translate(line);
        }
        for (String name : (Iterable<String>) line::fieldNames) {
            if (!FIELDS.contains(name)) {
                throw wrong(FieldCheck.brief(name), "is not known here. Allowed: " + LineReader.words(FIELDS));
            }
        }
        String id = customId(line.get("custom_id"));
        constant(line, "method", "POST");
        constant(line, "url", head.endpoint().path());
        if (!(line.get("body") instanceof ObjectNode body)) {
            throw wrong("body", "must be an object");
        }
        head.defaults().properties().forEach(one -> {
            if (!body.has(one.getKey())) {
                body.set(one.getKey(), one.getValue());
            }
        });
        return new Request(id, model(body), body);
    }

    long number() {
        return lines.number();
    }

    /** About the line at which it stands. @param field of the line; empty for all of it */
    RefusedSubmission wrong(String field, String reason) {
        String path = !inline ? field : "requests[" + (lines.number() - 1) + "]" + (field.isEmpty() ? "" : "." + field);
        return RefusedSubmission.line(lines.number(), path.isEmpty() ? null : path, reason);
    }

    private ObjectNode parse() throws IOException, RefusedSubmission {
        try {
            JsonNode line = BoundedJson.JSON.readTree(lines.buffer(), 0, lines.length());
            if (line instanceof ObjectNode object) {
                return object;
            }
            throw wrong("", "must be a JSON object");
        } catch (JsonProcessingException e) {
            throw wrong("", "malformed JSON: " + JsonObjects.describe(e));
        } catch (CharConversionException e) {
            throw wrong("", "is not UTF-8");
        }
    }

    /** Other clients' words: {@code customId}, and {@code params} with the messages or the texts. */
    private void translate(ObjectNode line) {
        rename(line, "customId", "custom_id");
        if (line.remove("params") instanceof ObjectNode params) {
            rename(params, "mensagens", "messages");
            rename(params, "content", "input");
            OrderHead.WORDS.forEach((theirs, ours) -> rename(params, theirs, ours));
            line.set("body", params);
        }
    }

    private static void rename(ObjectNode fields, String from, String to) {
        if (fields.has(from) && !fields.has(to)) {
            fields.set(to, fields.remove(from));
        }
    }

    private String customId(@Nullable JsonNode value) throws RefusedSubmission {
        String id = value == null || !value.isTextual() ? "" : value.textValue();
        if (id.isBlank()) {
            throw wrong("custom_id", "must be a text that is not empty");
        }
        if (id.length() > MOST_ID
                || id.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
            throw wrong("custom_id", "has more than " + MOST_ID + " characters, or one that is no text");
        }
        if (!seen.add(id)) {
            throw wrong("custom_id", "stands in an earlier line, too: \"" + FieldCheck.brief(id) + "\"");
        }
        return id;
    }

    private void constant(ObjectNode line, String field, String only) throws RefusedSubmission {
        JsonNode value = line.get(field);
        if (value != null && !value.asText().equals(only)) {
            throw wrong(field, "must be \"" + only + "\", but is " + FieldCheck.brief(value.toString()));
        }
    }

    private String model(ObjectNode body) throws RefusedSubmission {
        JsonNode own = body.get("model");
        String all = head.model();
        if (own == null && all != null) {
            body.put("model", all);
            return all;
        }
        if (own == null || !own.isTextual() || own.textValue().isBlank()) {
            throw wrong("body.model", "must name a model: a batch model, or provider/model");
        }
        if (all != null && !all.equals(own.textValue())) {
            throw wrong("body.model", "is another one than the model of the order: name it in one place");
        }
        return own.textValue();
    }
}
