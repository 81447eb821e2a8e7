package dev.caravan.provider.gemini;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.Reply;
import dev.caravan.provider.google.GoogleFailures;
import java.time.Clock;
import java.util.Map;

/** Answers of the provider, and the conversation that takes them. JSON is written with single quotes. */
final class Replies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Replies() {}

    static GeminiConversation conversation() {
        return new GeminiConversation(new GoogleFailures(Clock.systemUTC()));
    }

    static Reply of(int status, String body, Map<String, String> headers) throws Exception {
        String json = body.replace('\'', '"');
        boolean document = json.startsWith("{") || json.startsWith("[");
        return new Reply(status, headers, document ? JSON.readTree(json) : null, json);
    }

    static Reply of(int status, String body) throws Exception {
        return of(status, body, Map.of());
    }

    /** In Google's own shape. */
    static Reply error(int status, String word, String message) throws Exception {
        return of(status, "{'error':{'code':" + status + ",'message':'" + message + "','status':'" + word + "'}}");
    }
}
