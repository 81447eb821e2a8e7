package dev.caravan.provider.vertex;

import dev.caravan.model.Ability;
import dev.caravan.model.Credential;
import dev.caravan.model.Setting;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RealTime;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Whole;
import dev.caravan.provider.google.GoogleAnswer;
import dev.caravan.provider.google.GoogleFailures;
import dev.caravan.provider.google.GoogleRealTime;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Translation;
import dev.caravan.provider.whole.WholeLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bytes of Vertex AI's batch prediction. The model is in the job alone. Stateless. */
public final class VertexProtocol implements Protocol {
    static final String GENERATE = "generateContent";
    static final String EMBED = "embedContent";
    static final String MESSAGES = "messages";

    static final String PROJECT = "project";
    static final String LOCATION = "location";
    static final String BUCKET = "bucket";
    static final String STORAGE = "storage-url";
    static final String NONCE = "nonce";

    @Override
    public String name() {
        return "vertex";
    }

    @Override
    public boolean hasClientsOfItsOwn() {
        return true;
    }

    @Override
    public Map<String, Ability> endpoints() {
        Map<String, Ability> endpoints = new LinkedHashMap<>();
        endpoints.put(GENERATE, Ability.CHAT);
        endpoints.put(MESSAGES, Ability.CHAT);
        endpoints.put(EMBED, Ability.EMBEDDINGS);
        return endpoints;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(PROJECT, "The Google Cloud project that pays for the jobs"),
                Setting.of(LOCATION, "us-central1", "Where jobs run; must fit the host of the base URL"),
                Setting.required(BUCKET, "Where inputs and outputs lie: gs://bucket or gs://bucket/prefix"),
                Setting.of(STORAGE, "https://storage.googleapis.com", "The address of Cloud Storage"),
                Setting.oneOf(
                        NONCE,
                        List.of("label", "text", "none"),
                        "Where a Gemini request repeats its custom_id, so that its row is known when Vertex does not"
                                + " echo the field beside it: in a label, in a text of its own, or nowhere"));
    }

    @Override
    public List<String> problems(Credential credential) {
        return VertexPlaces.problems(credential);
    }

    @Override
    public Failure.Kind meaning(Reply reply, Map<String, String> settings) {
        return GoogleFailures.kind(reply);
    }

    @Override
    public RequestLines requests(RequestShape shape) {
        return switch (shape.endpoint()) {
            case GENERATE -> GeminiRows.lines(shape);
            case EMBED -> GeminiRows.embeddings(shape);
            case MESSAGES -> ClaudeRows.lines(shape);
            default ->
                throw new IllegalArgumentException("Protocol vertex has no batch endpoint \"" + shape.endpoint()
                        + "\". Known: " + GENERATE + ", " + MESSAGES + ", " + EMBED);
        };
    }

    @Override
    public ResultLines results(RequestShape shape) {
        boolean claude = shape.endpoint().equals(MESSAGES);
        ResultLines lines =
                new VertexResults(claude, "text".equals(shape.settings().get(NONCE)));
        if (shape.asked() == null) {
            return lines;
        }
        return new WholeLines(lines, claude ? ClaudeChats::message : GoogleAnswer::success, "request");
    }

    @Override
    public Whole whole(RequestShape shape) {
        requests(shape);
        Form form = switch (shape.endpoint()) {
            case EMBED -> new VertexVectors(shape);
            case MESSAGES -> new ClaudeChats(shape);
            default -> new VertexChats(shape);
        };
        return new VertexWhole(new Translation(shape, form, results(shape)));
    }

    /** Embeddings: that {@code embedContent} takes what a line of a job has is assumed. */
    @Override
    public RealTime realTime(RequestShape shape) {
        requests(shape);
        boolean embeds = shape.endpoint().equals(EMBED);
        return new GoogleRealTime(PublisherModels.call(shape), embeds ? "key" : "custom_id", request -> request);
    }
}
