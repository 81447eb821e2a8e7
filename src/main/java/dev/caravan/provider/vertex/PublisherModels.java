package dev.caravan.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.google.GoogleFailures;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/** The list of models: Google's own first, then Anthropic's. A page is a publisher and the token of one of its pages. */
final class PublisherModels {
    private static final List<String> PUBLISHERS = List.of("google", "anthropic");

    private PublisherModels() {}

    /** How a job, or the path of a call, names a model. */
    static String resource(String model, String endpoint) {
        if (model.contains("/")) {
            return model;
        }
        boolean claude = endpoint.equals(VertexProtocol.MESSAGES);
        return "publishers/" + (claude ? "anthropic" : "google") + "/models/" + model;
    }

    /**
     * Where one answer of a model is asked for.
     *
     * @throws IllegalArgumentException if the model's name could lead elsewhere
     */
    static String call(RequestShape shape) {
        String resource = resource(shape.model(), shape.endpoint());
        if (!resource.matches("[A-Za-z0-9][A-Za-z0-9@._-]*(/[A-Za-z0-9][A-Za-z0-9@._-]*){0,9}")) {
            throw new IllegalArgumentException("\"" + shape.model() + "\" is no name of a model of Vertex");
        }
        String place = "/v1/projects/" + shape.settings().getOrDefault(VertexProtocol.PROJECT, "") + "/locations/"
                + shape.settings().getOrDefault(VertexProtocol.LOCATION, "us-central1") + "/";
        return (resource.startsWith("projects/") ? "/v1/" : place) + resource + ":"
                + (shape.endpoint().equals(VertexProtocol.MESSAGES) ? "rawPredict" : shape.endpoint());
    }

    static String path(String page) {
        String token = token(page);
        return "/v1beta1/publishers/" + publisher(page) + "/models?pageSize=200"
                + (token.isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(token, UTF_8));
    }

    static void take(ModelInquiry inquiry, Reply reply, GoogleFailures failures) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !json.isObject() || json.has("error")) {
            inquiry.failed(failures.of(reply));
            return;
        }
        List<String> names = new ArrayList<>();
        json.path("publisherModels").forEach(model -> {
            String name = model.path("name").asText("");
            names.add(name.substring(name.lastIndexOf('/') + 1));
        });
        inquiry.answered(
                names,
                next(publisher(inquiry.getPage()), json.path("nextPageToken").asText("")));
    }

    /** Empty behind the last page of the last publisher. */
    private static String next(String publisher, String token) {
        if (!token.isEmpty()) {
            return publisher + "/" + token;
        }
        int following = PUBLISHERS.indexOf(publisher) + 1;
        return following < PUBLISHERS.size() ? PUBLISHERS.get(following) + "/" : "";
    }

    private static String publisher(String page) {
        return page.isEmpty() ? PUBLISHERS.get(0) : page.substring(0, page.indexOf('/'));
    }

    private static String token(String page) {
        return page.isEmpty() ? "" : page.substring(page.indexOf('/') + 1);
    }
}
