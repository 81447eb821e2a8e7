package dev.caravan.provider.vertex;

import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Walk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The request as Vertex repeats it in a row: searched for the nonce, which is the custom id in a label or a text. */
final class Echo {
    private static final String ID = "[A-Za-z0-9_-]{1,64}";

    private final boolean texts;
    private @Nullable String label;
    private @Nullable String text;

    /** @param texts whether a text may be the nonce; else a prompt that looks like one must not be taken for it */
    Echo(boolean texts) {
        this.texts = texts;
    }

    @Nullable
    String nonce() {
        return label != null ? label : text;
    }

    boolean contradicts(String customId) {
        String nonce = nonce();
        return nonce != null && !nonce.equals(customId);
    }

    /** The parser stands at the request. */
    void read(JsonParser parser) throws IOException {
        Walk walk = new Walk(parser);
        walk.object(name -> {
            switch (name) {
                case "labels" -> walk.object(label -> label(walk, label));
                case "contents" -> contents(walk);
                default -> walk.skip();
            }
        });
    }

    private void contents(Walk walk) throws IOException {
        if (texts) {
            walk.array(() -> walk.object(field -> content(walk, field)));
        } else {
            walk.skip();
        }
    }

    private void label(Walk walk, String name) throws IOException {
        if (name.equals(GeminiRows.LABEL)) {
            label = id(walk.text());
        } else {
            walk.skip();
        }
    }

    private void content(Walk walk, String name) throws IOException {
        if (name.equals("parts")) {
            walk.array(() -> walk.object(field -> part(walk, field)));
        } else {
            walk.skip();
        }
    }

    /** Only a part that is nothing but the nonce counts, and of several the last: the prompt stands before it. */
    private void part(Walk walk, String name) throws IOException {
        if (!name.equals("text")) {
            walk.skip();
            return;
        }
        String found = walk.text();
        String start = GeminiRows.TEXT_START;
        if (found != null && found.startsWith(start) && found.endsWith(GeminiRows.TEXT_END)) {
            String inside = id(found.substring(start.length(), found.length() - GeminiRows.TEXT_END.length()));
            text = inside == null ? text : inside;
        }
    }

    private static @Nullable String id(@Nullable String found) {
        return found != null && found.matches(ID) ? found : null;
    }
}
