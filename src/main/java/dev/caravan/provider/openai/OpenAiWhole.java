package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Asked;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Whole;
import dev.caravan.provider.chat.Success;
import dev.caravan.provider.whole.Errors;
import dev.caravan.provider.whole.ExactJson;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Responses;
import dev.caravan.provider.whole.ResponsesBody;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whole requests where the provider speaks as the caller does: bodies pass as they are, but for the model, what batches
 * can't do, and what this account does otherwise. Other fields are the provider's to judge.
 */
final class OpenAiWhole implements Whole {
    private static final JsonMapper JSON = ExactJson.JSON;
    private static final Set<Outcome> THEIRS = Set.of(Outcome.INVALID_REQUEST, Outcome.BLOCKED, Outcome.QUOTA);

    private final RequestShape shape;
    private final Asked asked;
    private final boolean byChat;
    private final Dialect dialect;
    private final PassedBody passed;
    private final ResultLines lines;

    /** @throws IllegalArgumentException if the endpoint of the shape can't answer what is asked */
    OpenAiWhole(RequestShape shape, ResultLines lines) {
        Asked what = shape.asked();
        boolean same = what != null && what.path().equals(shape.endpoint());
        this.byChat = what == Asked.RESPONSES && shape.endpoint().equals(OpenAiProtocol.CHAT);
        if (what == null || !(same || byChat)) {
            throw new IllegalArgumentException("The endpoint " + shape.endpoint() + " of " + shape.model()
                    + " can't answer requests of " + (what == null ? "nobody" : what.path()));
        }
        this.asked = what;
        this.shape = shape;
        this.dialect = new Dialect(shape.settings());
        this.passed = new PassedBody(shape, dialect);
        this.lines = lines;
    }

    @Override
    public List<Refusal> problems(JsonNode body) {
        Refusals refused = new Refusals("this provider");
        request(body, refused);
        return refused.list();
    }

    @Override
    public void write(String customId, JsonNode body, OutputStream out) throws IOException {
        Refusals refused = new Refusals("this provider");
        ObjectNode request = request(body, refused);
        if (request == null) {
            throw new IllegalArgumentException("The request " + customId + " can't be sent: "
                    + refused.list().get(0));
        }
        ObjectNode line = JSON.createObjectNode().put("custom_id", customId);
        if (!dialect.is(OpenAiSettings.LINE, "body")) {
            line.put("method", "POST").put("url", dialect.endpoint(shape.endpoint()));
        }
        out.write(JSON.writeValueAsBytes(line.set("body", request)));
        out.write('\n');
    }

    /** Null if anything of it was refused. */
    private @Nullable ObjectNode request(JsonNode body, Refusals refused) {
        if (!(body instanceof ObjectNode given)) {
            refused.add("", "the body must be a JSON object");
            return null;
        }
        ObjectNode request = passed.of(byChat ? ResponsesBody.chat(given, refused) : given, refused);
        return refused.isEmpty() ? request : null;
    }

    @Override
    public Answer answer(JsonNode body, byte[] resultLine, Instant created) {
        ProviderResult read = lines.read(resultLine, 0, resultLine.length);
        JsonNode line;
        try {
            line = JSON.readTree(resultLine);
        } catch (IOException e) {
            return Errors.of(read);
        }
        if (read.outcome() == Outcome.OK && Success.of(line) instanceof ObjectNode success) {
            ObjectNode completed = PassedAnswer.of(success, shape, asked, created, dialect);
            return new Answer(200, byChat ? Responses.of(body, completed) : completed);
        }
        JsonNode response = line.path("response");
        JsonNode error = response.path("body").path("error");
        int status = response.path("status_code").asInt();
        if (THEIRS.contains(read.outcome())
                && status >= 400
                && error.path("message").isTextual()) {
            ObjectNode theirs = JSON.createObjectNode();
            theirs.set("error", error);
            return new Answer(status, theirs);
        }
        return Errors.of(read);
    }
}
