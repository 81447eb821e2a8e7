package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat request, checked, in words that every provider has.
 *
 * @param system all system and developer texts, in order
 * @param turns user and assistant in alternation; neighbours of one side are one turn
 * @param settings the fields that are numbers, switches and stops, by OpenAI's names; {@code max_tokens} for both of its
 *     names, {@code stop} always a list
 * @param tools null for none
 * @param format null for plain text
 * @param effort how much to think; null if not said
 */
public record Chat(
        List<String> system,
        List<Turn> turns,
        ObjectNode settings,
        @Nullable Tools tools,
        @Nullable Format format,
        @Nullable String effort) {

    /** What one side says until the other one speaks. The results of tools are the user's. */
    public record Turn(boolean assistant, List<Part> parts) {}

    /** A piece of a turn. */
    public sealed interface Part permits Text, Image, Call, Result {}

    /** Plain text. */
    public record Text(String text) implements Part {}

    /**
     * A picture.
     *
     * @param type its media type; null if it is an address
     * @param data base64 of its bytes, or the address
     */
    public record Image(@Nullable String type, String data) implements Part {}

    /**
     * The assistant calls a function.
     *
     * @param signature what Gemini gave with the call; null for none
     */
    public record Call(
            String id,
            String name,
            ObjectNode arguments,
            @Nullable String signature) implements Part {}

    /** What a function gave back for the call of this id. */
    public record Result(String id, String name, String text) implements Part {}

    /**
     * Functions that may be called.
     *
     * @param choice auto, none or required; required where {@code only} says which
     * @param only the name of the one that must be called, null for any
     * @param parallel null if not said
     */
    public record Tools(
            List<Function> functions,
            String choice,
            @Nullable String only,
            @Nullable Boolean parallel) {}

    /** @param parameters JSON Schema; null if it has none */
    public record Function(
            String name, String description, @Nullable ObjectNode parameters, boolean strict) {}

    /**
     * JSON is wanted.
     *
     * @param schema null for any object
     */
    public record Format(String name, @Nullable String schema) {}

    /** A setting; missing if not said. */
    public JsonNode setting(String name) {
        return settings.path(name);
    }
}
