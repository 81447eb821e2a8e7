package dev.caravan.provider.gemini;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.model.Ability;
import dev.caravan.model.Setting;
import dev.caravan.provider.Failure;
import dev.caravan.provider.PromptLines;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RealTime;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Whole;
import dev.caravan.provider.google.GenerateRequest;
import dev.caravan.provider.google.GoogleAnswer;
import dev.caravan.provider.google.GoogleFailures;
import dev.caravan.provider.google.GoogleRealTime;
import dev.caravan.provider.google.Parameters;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Translation;
import dev.caravan.provider.whole.WholeLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The bytes of the Gemini Developer API's batches. The model is in the path of the create alone. Stateless. */
public final class GeminiProtocol implements Protocol {
    static final String GENERATE = "generateContent";
    static final String EMBED = "embedContent";
    static final String RESULTS = "results";
    static final String MIME = "upload-type";
    static final String DOWNLOAD = "download-path";

    static final String SCHEMA = "schema-field";
    private static final Set<String> EMBED_PARAMETERS = Set.of("taskType", "outputDimensionality", "title");
    private static final String START = "{\"key\":\"";

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public Map<String, Ability> endpoints() {
        Map<String, Ability> endpoints = new LinkedHashMap<>();
        endpoints.put(GENERATE, Ability.CHAT);
        endpoints.put(EMBED, Ability.EMBEDDINGS);
        return endpoints;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.oneOf(
                        MIME,
                        List.of("application/jsonl", "jsonl", "text/plain"),
                        "The media type of uploaded request files"),
                Setting.oneOf(
                        DOWNLOAD,
                        List.of("/download/v1beta/", "/v1beta/"),
                        "Where result files are read: <this>files/…"),
                Setting.oneOf(
                        SCHEMA,
                        List.of("responseSchema", "responseJsonSchema"),
                        "The field that carries the output schema of a task"));
    }

    @Override
    public Failure.Kind meaning(Reply reply, Map<String, String> settings) {
        return GoogleFailures.kind(reply);
    }

    @Override
    public RequestLines requests(RequestShape shape) {
        return switch (shape.endpoint()) {
            case GENERATE -> new PromptLines(generate(shape));
            case EMBED -> new PromptLines(embed(shape));
            default ->
                throw new IllegalArgumentException("Protocol gemini has no batch endpoint \"" + shape.endpoint()
                        + "\". Known: " + GENERATE + ", " + EMBED);
        };
    }

    @Override
    public ResultLines results(RequestShape shape) {
        ResultLines lines = new GeminiResults();
        return shape.asked() == null ? lines : new WholeLines(lines, GoogleAnswer::success, null);
    }

    @Override
    public Whole whole(RequestShape shape) {
        requests(shape);
        Form form = shape.endpoint().equals(EMBED) ? new GeminiVectors(embedFields(shape)) : new GeminiChats(shape);
        return new Translation(shape, form, results(shape));
    }

    @Override
    public RealTime realTime(RequestShape shape) {
        requests(shape);
        return new GoogleRealTime(
                "/v1beta/models/" + GeminiModel.name(shape.model()) + ":" + shape.endpoint(),
                "key",
                request -> request);
    }

    private static PromptLines.Pieces generate(RequestShape shape) {
        boolean jsonSchema = "responseJsonSchema".equals(shape.settings().get(SCHEMA));
        ObjectNode request = GenerateRequest.of(shape, jsonSchema, Set.of("cachedContent"));
        return PromptLines.Pieces.of(
                START,
                "\",\"request\":{" + GenerateRequest.fields(request),
                GenerateRequest.SYSTEM_START,
                GenerateRequest.SYSTEM_END,
                GenerateRequest.USER_START,
                GenerateRequest.USER_END + "}}\n");
    }

    private static ObjectNode embedFields(RequestShape shape) {
        Parameters.refuseForEmbeddings(shape);
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        Parameters.each(shape, EMBED_PARAMETERS, request::set);
        return request;
    }

    private static PromptLines.Pieces embed(RequestShape shape) {
        ObjectNode request = embedFields(shape);
        return PromptLines.Pieces.of(
                START,
                "\",\"request\":{" + GenerateRequest.fields(request),
                null,
                "",
                "\"content\":{\"parts\":[{\"text\":\"",
                "\"}]}}}\n");
    }
}
