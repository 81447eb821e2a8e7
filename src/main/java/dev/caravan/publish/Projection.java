package dev.caravan.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.spool.SegmentReader;
import dev.caravan.task.Outlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the fields of a sink from answer and input (docs/outputs.md). What is in neither is left out. Members are asked for
 * in the order of their ids.
 */
final class Projection {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectMapper numbers;
    private final SegmentReader segments;
    private long recordId = -1;
    private @Nullable JsonNode input;

    /** @param numbers reads JSON without changing a number */
    Projection(ObjectMapper numbers, SegmentReader segments) {
        this.numbers = numbers;
        this.segments = segments;
    }

    byte[] of(Outlet outlet, Member member, JsonNode answer) throws IOException {
        ObjectNode result = numbers.createObjectNode();
        for (Map.Entry<String, String> field : outlet.fields().entrySet()) {
            String source = field.getValue();
            JsonNode value = source.startsWith(Outlet.INPUT)
                    ? input(member).path(source.substring(Outlet.INPUT.length()))
                    : answer.path(source);
            if (!value.isMissingNode()) {
                result.set(field.getKey(), value);
            }
        }
        return numbers.writeValueAsBytes(result);
    }

    /** Of an erased record there is none. */
    private JsonNode input(Member member) throws IOException {
        JsonNode known = input;
        if (known == null || recordId != member.recordId()) {
            byte[] line = segments.line(
                    member.input().segment(),
                    member.input().offset(),
                    member.input().index());
            known = new String(line, StandardCharsets.UTF_8).isBlank()
                    ? numbers.createObjectNode()
                    : numbers.readTree(line);
            input = known;
            recordId = member.recordId();
        }
        return known;
    }

    /** As the ledger keeps it. */
    static String text(Map<String, String> fields) {
        try {
            return fields.isEmpty() ? "" : JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can't be written as JSON", e);
        }
    }

    /** Name at the sink → what it is of, in order; empty for the answer as it is. */
    static Map<String, String> fields(String text) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            JSON.readTree(text)
                    .properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().asText()));
        }
        return fields;
    }
}
