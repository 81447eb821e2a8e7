package dev.caravan.provider.vertex;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Walk;
import dev.caravan.provider.google.Judgement;
import dev.caravan.provider.google.ResponseReader;
import dev.caravan.provider.google.ResultLine;
import dev.caravan.provider.google.Unreadable;
import java.io.IOException;

/**
 * Reads lines of any shard. A row is known by the id beside its request; where Vertex did not echo that, by the nonce in
 * the echoed request. A row where the two disagree belongs to nobody for certain and is never taken for an answer.
 * Thread-safe.
 */
final class VertexResults implements ResultLines {
    private static final JsonFactory JSON = new JsonFactory();

    private final boolean claude;
    private final boolean texts;

    /** @param texts whether the nonce is a text of the request */
    VertexResults(boolean claude, boolean texts) {
        this.claude = claude;
        this.texts = texts;
    }

    @Override
    public ProviderResult read(byte[] bytes, int from, int to) {
        ResultLine line = new ResultLine();
        Echo echo = new Echo(texts);
        ClaudeMessage message = new ClaudeMessage();
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            walk(parser, bytes, from, line, echo, message);
        } catch (IOException | RuntimeException e) {
            return Unreadable.line(line.customId == null ? echo.nonce() : line.customId, bytes, from, to, e);
        }
        if (line.customId == null) {
            line.customId = echo.nonce();
        } else if (echo.contradicts(line.customId)) {
            return new ProviderResult(
                    line.customId,
                    Outcome.TRANSIENT,
                    null,
                    "id_mismatch",
                    "The row is named " + line.customId + ", but the request in it is " + echo.nonce(),
                    Tokens.NONE,
                    null,
                    null);
        }
        return claude && !line.error.there() ? message.judge(line.customId) : Judgement.of(line);
    }

    private void walk(JsonParser parser, byte[] bytes, int from, ResultLine line, Echo echo, ClaudeMessage message)
            throws IOException {
        Walk walk = new Walk(parser);
        ResponseReader response = new ResponseReader(parser, bytes, from, line);
        parser.nextToken();
        boolean object = walk.object(name -> {
            switch (name) {
                case "custom_id", "key" -> line.customId = walk.text();
                case "status", "error" -> line.error.read(parser);
                case "request" -> echo.read(parser);
                case "response" -> {
                    if (claude) {
                        message.read(parser);
                    } else {
                        response.read();
                    }
                }
                default -> walk.skip();
            }
        });
        if (!object) {
            throw new JsonParseException(parser, "it is not a JSON object");
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "something follows the JSON object");
        }
    }
}
