package dev.caravan.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Spool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Blanks the line of a source record in the body that it came with over HTTP, in the file that it came in, and in the outputs. */
final class SubmissionLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SOURCE = Pattern.compile("(batch_[a-z2-7]{26}):(.+)", Pattern.DOTALL);
    private static final String GONE = "{\"custom_id\":null,\"response\":null,\"error\":{\"code\":\"erased\"}}";

    private final Spool spool;
    private final Editions editions;

    SubmissionLines(Spool spool) {
        this.spool = spool;
        this.editions = new Editions(spool);
    }

    /** The body first: who writes an output just now looks at it again at the end. Does nothing to other source ids. */
    void blank(String sourceId) throws IOException {
        Matcher source = SOURCE.matcher(sourceId);
        if (!source.matches()) {
            return;
        }
        String folder = "submissions/" + source.group(1) + "/";
        Optional<String> body = editions.newest(folder + "body.jsonl");
        if (body.isPresent()) {
            blank(body.get(), String.valueOf(source.group(2)), null);
        }
        for (String name : List.of("output-", "errors-")) {
            List<String> outputs;
            try (Stream<String> all = spool.list(folder + name)) {
                outputs = all.toList();
            }
            for (String output : outputs) {
                blank(output, String.valueOf(source.group(2)), GONE);
            }
        }
        Optional<String> input = input(folder);
        if (input.isPresent()) {
            blank(input.get(), String.valueOf(source.group(2)), "{\"custom_id\":null}");
        }
    }

    /** The file that was uploaded with its lines, if it was made of one and that is still there. */
    private Optional<String> input(String folder) throws IOException {
        String paper = folder + "submission.json";
        if (!spool.exists(paper)) {
            return Optional.empty();
        }
        String file;
        try (InputStream in = spool.open(paper, 0)) {
            file = JSON.readTree(in).at("/order/inputFile").asText("");
        }
        return file.isEmpty() || file.equals("null")
                ? Optional.empty()
                : editions.newest("files/" + file + "/content.jsonl");
    }

    /** @param blank null: what the line still has to tell, which is for what task it was */
    private void blank(String path, String customId, @Nullable String blank) throws IOException {
        long number = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(spool.open(path, 0), StandardCharsets.UTF_8))) {
            for (String line = next(lines); line != null; line = next(lines)) {
                JsonNode json = line.isBlank() ? MissingNode.getInstance() : JSON.readTree(line);
                if (json.path("custom_id").asText().equals(customId)) {
                    String copy = Editions.after(path);
                    new LineEraser(spool).copy(path, copy, number, -1, blank == null ? taskOf(json) : blank);
                    editions.keepOnly(copy);
                    return;
                }
                number++;
            }
        }
    }

    /** Up to the next line feed and nothing else; null at the end. */
    private static @Nullable String next(Reader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = lines.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            line.append((char) c);
            c = lines.read();
        }
        return line.toString();
    }

    private static String taskOf(JsonNode line) {
        ObjectNode left = JSON.createObjectNode();
        left.putObject("body").set("model", line.path("body").path("model"));
        return left.toString();
    }
}
