package dev.caravan.submission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.caravan.intake.JsonFields;
import dev.caravan.intake.JsonObjects;
import dev.caravan.intake.SourceRow;
import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Reads and checks the lines of a body, one after the other. */
final class LineReader {
    private static final Set<String> FIELDS = Set.of("custom_id", "method", "url", "body");
    private static final int MOST_ID = 256;

    private final JsonFactory factory = JsonObjects.factory();
    private final JsonObjects objects = new JsonObjects();
    private final BodyLines lines;
    private final SeenIds seen = new SeenIds();
    private boolean first = true;

    LineReader(BodyLines lines) {
        this.lines = lines;
    }

    /** The line at which the body stands. */
    Line read() throws IOException, RefusedSubmission {
        JsonFields whole = parse();
        first = false;
        var check = new FieldCheck(lines.number());
        check.allow("", whole.fields(), FIELDS);
        String id = customId(whole, check);
        check.constant("method", whole.fields().get("method"), "POST");
        check.constant("url", whole.fields().get("url"), "/v1/chat/completions");
        SortedMap<String, Object> body = check.object("body", whole.fields().get("body"));
        Operation operation = Operation.of(body.getOrDefault("model", JsonFields.NULL))
                .orElseThrow(() -> check.wrong(
                        "body.model",
                        "must be one of " + String.join(", ", Operation.NAMES) + ", but is "
                                + FieldCheck.shown(body.get("model"))));
        for (String field : Set.of("document", "document_mime_type")) {
            if (body.containsKey(field)) {
                throw check.wrong(
                        "body." + field, "documents are not taken in batches: pass the text of it in body.text");
            }
        }
        check.allow("body.", body, operation.fields());
        return new Line(id, operation, whole, new OperationFields(check).of(operation, body));
    }

    private String customId(JsonFields whole, FieldCheck check) throws RefusedSubmission {
        String id = check.text("custom_id", whole.fields().get("custom_id"));
        if (id.length() > MOST_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw check.wrong("custom_id", "has more than " + MOST_ID + " characters, or one that is no text");
        }
        if (!seen.add(id)) {
            throw check.wrong("custom_id", "stands in an earlier line, too: \"" + FieldCheck.brief(id) + "\"");
        }
        return id;
    }

    private JsonFields parse() throws IOException, RefusedSubmission {
        try {
            return parseOnce();
        } catch (JsonEOFException e) {
            // One object, written over several lines.
            if (first) {
                try {
                    lines.rest();
                    return parseOnce();
                } catch (JsonProcessingException still) {
                    throw malformed(still);
                }
            }
            throw malformed(e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private RefusedSubmission malformed(JsonProcessingException e) {
        long within = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        return RefusedSubmission.line(lines.number() + within - 1, null, "malformed JSON: " + JsonObjects.describe(e));
    }

    private JsonFields parseOnce() throws IOException, RefusedSubmission {
        try (JsonParser parser = factory.createParser(lines.buffer(), 0, lines.length())) {
            parser.nextToken();
            SourceRow row = objects.read(parser, lines.number());
            if (row instanceof SourceRow.Refused refused) {
                throw RefusedSubmission.line(refused.line(), null, refused.detail());
            }
            if (parser.nextToken() != null) {
                throw RefusedSubmission.line(lines.number(), null, "malformed JSON: more text after the object");
            }
            return (JsonFields) ((SourceRow.Readable) row).fields();
        }
    }

    static String words(Set<String> allowed) {
        return String.join(", ", new TreeSet<>(allowed));
    }
}
