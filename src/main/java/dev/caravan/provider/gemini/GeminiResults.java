package dev.caravan.provider.gemini;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Walk;
import dev.caravan.provider.google.Judgement;
import dev.caravan.provider.google.ResponseReader;
import dev.caravan.provider.google.ResultLine;
import dev.caravan.provider.google.Unreadable;
import java.io.IOException;

/** Reads lines of the one result file, answers and errors alike. The order of fields does not matter. Thread-safe. */
final class GeminiResults implements ResultLines {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public ProviderResult read(byte[] bytes, int from, int to) {
        ResultLine line = new ResultLine();
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            walk(parser, bytes, from, line);
            return Judgement.of(line);
        } catch (IOException | RuntimeException e) {
            return Unreadable.line(line.customId, bytes, from, to, e);
        }
    }

    private static void walk(JsonParser parser, byte[] bytes, int from, ResultLine line) throws IOException {
        Walk walk = new Walk(parser);
        ResponseReader response = new ResponseReader(parser, bytes, from, line);
        parser.nextToken();
        boolean object = walk.object(name -> {
            switch (name) {
                case "key" -> line.customId = walk.text();
                case "response" -> response.read();
                case "error" -> line.error.read(parser);
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
