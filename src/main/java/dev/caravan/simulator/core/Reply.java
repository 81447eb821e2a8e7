package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated model says.
 *
 * @param text the answer, or the words of the refusal
 * @param tokens all of them, the hidden {@code reasoning} among them
 */
public record Reply(String text, End end, int tokens, int reasoning) {
    private static final int CHARS_PER_TOKEN = 4;

    public enum End {
        STOP,
        LENGTH,
        FILTER,
        REFUSAL
    }

    /** Answers, always the same to the same; {@code twist} may spoil the words. */
    public static Reply to(Ask ask, Twist twist) {
        String whole = compose(ask, twist);
        Reply full = switch (twist) {
            case REFUSAL -> of(ask, "I'm sorry, but I can't help with that request.", End.REFUSAL);
            case CONTENT_FILTER -> of(ask, "", End.FILTER);
            case TRUNCATE -> of(ask, whole.substring(0, whole.length() / 2), End.LENGTH);
            case INVALID_JSON -> of(ask, whole.substring(0, whole.length() - 1), End.STOP);
            default -> of(ask, whole, End.STOP);
        };
        Integer cap = ask.maxTokens();
        return cap == null || full.tokens() <= cap ? full : full.cut(cap);
    }

    private static Reply of(Ask ask, String text, End end) {
        int reasoning = ask.reasoningTokens();
        return new Reply(text, end, reasoning + Tokens.in(text), reasoning);
    }

    private Reply cut(int cap) {
        int thought = Math.min(reasoning, cap);
        int chars = Math.min(text.length(), (cap - thought) * CHARS_PER_TOKEN);
        if (chars > 0 && Character.isHighSurrogate(text.charAt(chars - 1))) {
            chars--;
        }
        return new Reply(text.substring(0, chars), End.LENGTH, cap, thought);
    }

    private static String compose(Ask ask, Twist twist) {
        UserText said = new UserText(ask.text());
        JsonNode schema = ask.format().schema();
        if (schema == null) {
            String plain = "[simulated] " + said.shortened(200);
            return ask.format().json() ? Json.write(Json.object().put("answer", plain)) : plain;
        }
        JsonNode value = new SchemaAnswer(schema, said).make();
        return Json.write(twist == Twist.SCHEMA_VIOLATION ? broken(value, schema) : value);
    }

    private static JsonNode broken(JsonNode value, JsonNode schema) {
        @Nullable JsonNode first = schema.path("required").get(0);
        if (value instanceof ObjectNode object && first != null) {
            object.remove(first.asText());
            return object;
        }
        return Json.array().add(value);
    }
}
