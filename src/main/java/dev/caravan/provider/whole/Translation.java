package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.model.Ability;
import dev.caravan.provider.Asked;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Whole;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole requests to a provider that does not speak as OpenAI does, by its {@link Form}. */
public final class Translation implements Whole {
    private final Asked asked;
    private final String model;
    private final Form form;
    private final ResultLines lines;

    /**
     * @param lines reads this shape's results, as {@code Protocol.results} gives them
     * @throws IllegalArgumentException if the shape is of no whole requests, or its endpoint is for something else
     */
    public Translation(RequestShape shape, Form form, ResultLines lines) {
        this.asked = asked(shape, form instanceof Form.OfEmbeddings);
        this.model = shape.model();
        this.form = form;
        this.lines = lines;
    }

    private static Asked asked(RequestShape shape, boolean embeddings) {
        Asked what = shape.asked();
        if (what == null) {
            throw new IllegalArgumentException("The shape for " + shape.model() + " is not one of whole requests");
        }
        if (embeddings != (what.ability() == Ability.EMBEDDINGS)) {
            throw new IllegalArgumentException("The endpoint " + shape.endpoint() + " of " + shape.model()
                    + " can't answer requests of " + what.path());
        }
        return what;
    }

    @Override
    public List<Refusal> problems(JsonNode body) {
        Refusals refused = refusals();
        request(body, refused);
        return refused.list();
    }

    @Override
    public void write(String customId, JsonNode body, OutputStream out) throws IOException {
        Refusals refused = refusals();
        ObjectNode request = request(body, refused);
        if (request == null) {
            throw new IllegalArgumentException("The request " + customId + " can't be sent: "
                    + refused.list().get(0));
        }
        out.write(ExactJson.JSON.writeValueAsBytes(form.line(customId, request)));
        out.write('\n');
    }

    private Refusals refusals() {
        return new Refusals(
                form instanceof Form.OfChat chat ? chat.takes().provider() : ((Form.OfEmbeddings) form).provider());
    }

    /** Null if anything of it was refused. */
    private @Nullable ObjectNode request(JsonNode body, Refusals refused) {
        ObjectNode request;
        if (form instanceof Form.OfChat chats) {
            JsonNode chat = asked == Asked.RESPONSES ? ResponsesBody.chat(body, refused) : body;
            Chat read = ChatReader.read(chat, chats.takes(), refused);
            request = refused.isEmpty() ? chats.request(read, refused) : null;
        } else {
            Form.OfEmbeddings embeddings = (Form.OfEmbeddings) form;
            Form.Texts texts = TextsReader.read(body, embeddings.mostTexts(), refused);
            request = refused.isEmpty() ? embeddings.request(texts, refused) : null;
        }
        return refused.isEmpty() ? request : null;
    }

    @Override
    public Answer answer(JsonNode body, byte[] resultLine, Instant created) {
        ProviderResult read = lines.read(resultLine, 0, resultLine.length);
        if (read.outcome() != Outcome.OK) {
            return Errors.of(read);
        }
        try {
            JsonNode success = form.success(ExactJson.JSON.readTree(resultLine));
            return new Answer(200, answer(body, success, read, created));
        } catch (IOException e) {
            return Errors.answer(502, "server_error", "unreadable_line", "The provider's answer can't be read");
        }
    }

    private ObjectNode answer(JsonNode body, JsonNode success, ProviderResult read, Instant created) {
        if (form instanceof Form.OfEmbeddings embeddings) {
            boolean base64 = body.path("encoding_format").asText().equals(TextsReader.BASE64);
            String name = read.model() == null ? model : read.model();
            return Vectors.list(
                    embeddings.vectors(success), base64, name, read.tokens().in());
        }
        Said said = ((Form.OfChat) form).said(success);
        ObjectNode completion = Completion.of(said, read, model, created);
        return asked == Asked.RESPONSES ? Responses.of(body, completion) : completion;
    }
}
