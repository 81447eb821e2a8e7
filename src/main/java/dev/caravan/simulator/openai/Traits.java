package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.chat.Endpoint;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.WireError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In what a service differs from OpenAI; the keys are settings of the surface, told in docs/simulator.md. */
record Traits(ObjectNode values) {

    /** OpenAI itself. */
    static ObjectNode standard() {
        ObjectNode values = Json.object()
                .put("uploadPath", "/files")
                .put("purpose", "batch")
                .put("answers", "plain")
                .put("statuses", "lower")
                .put("times", "seconds")
                .put("counts", "always")
                .put("list", "pages")
                .put("metadata", true)
                .put("errors", "object")
                .put("model", "line")
                .put("lines", "full")
                .put("rows", "full");
        values.putArray("uploadFields");
        values.putArray("createFields");
        values.putArray("windows").add("24h");
        values.putArray("prefixes").add("/v1");
        values.putArray("endpoints")
                .add("/chat/completions")
                .add("/responses")
                .add("/embeddings")
                .add("/moderations");
        return values;
    }

    String text(String key) {
        return values.path(key).asText();
    }

    boolean is(String key, String value) {
        return text(key).equals(value);
    }

    boolean has(String key) {
        return values.path(key).asBoolean();
    }

    List<String> list(String key) {
        List<String> texts = new ArrayList<>();
        values.path(key).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** One of {@link Endpoint#ALL} for an endpoint as this service writes it; empty if it has no batches for it. */
    Optional<String> call(String endpoint) {
        for (String prefix : list("prefixes")) {
            for (String path : list("endpoints")) {
                if (endpoint.equals(prefix + path)) {
                    return Optional.of("/v1" + path).filter(Endpoint.ALL::containsKey);
                }
            }
        }
        return Optional.empty();
    }

    String status(JobState state) {
        String word = state.word();
        return switch (text("statuses")) {
            case "upper" -> word.toUpperCase(Locale.ROOT);
            case "capitalised" -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
            default -> word;
        };
    }

    JsonNode time(@Nullable Long second) {
        if (second == null) {
            return NullNode.getInstance();
        }
        return is("times", "iso")
                ? TextNode.valueOf(Instant.ofEpochSecond(second).toString().replace("Z", ".0000000+00:00"))
                : LongNode.valueOf(second);
    }

    JsonNode count(int number, boolean over) {
        return is("counts", "always") || (over && is("counts", "late"))
                ? IntNode.valueOf(number)
                : NullNode.getInstance();
    }

    /** An answer inside of what this service puts around it. */
    ObjectNode around(String wrapper, ObjectNode answer) {
        if (!is("answers", wrapper)) {
            return answer;
        }
        ObjectNode outer = Json.object();
        outer.set(wrapper, answer);
        return outer;
    }

    WireError error(ApiException error) {
        String message = String.valueOf(error.getMessage());
        ObjectNode body = Json.object();
        switch (text("errors")) {
            case "text" -> body.put("error", message);
            case "flat" -> body.put("code", error.code()).put("message", message);
            case "azure" ->
                body.putObject("error")
                        .put("code", error.code().isEmpty() ? String.valueOf(error.status()) : error.code())
                        .put("message", message);
            default -> {
                return error.wire();
            }
        }
        return WireError.json(error.status(), body);
    }
}
