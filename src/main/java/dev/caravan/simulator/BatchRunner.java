package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;

/** Runs the lines of a batch in shuffled order, one at a time, straight to disk. */
record BatchRunner(FileStore files, FaultBook faults, SimulatorSettings settings, SimulatorTime time) {

    RunResult run(RunOrder order) throws IOException {
        if (Files.exists(order.result())) {
            return Json.MAPPER.readValue(order.result().toFile(), RunResult.class);
        }
        try (LineIndex lines = LineIndex.open(order.input());
                RunFiles results = new RunFiles(files, order)) {
            int[] shuffled = lines.shuffled(Hash.of(order.batchId()));
            int running = (int) Math.floor(order.fraction() * shuffled.length);
            ResultLines writer = new ResultLines(order.batchId(), results);
            for (int i = 0; i < running; i++) {
                answer(order, lines.read(shuffled[i]), writer);
            }
            writer.end();
            for (int i = running; order.expires() && i < shuffled.length; i++) {
                writer.expired(customId(Json.read(lines.read(shuffled[i]))));
            }
            RunResult result = results.keep(writer.usage());
            Durable.write(order.result(), Json.MAPPER.writeValueAsBytes(result));
            return result;
        }
    }

    private void answer(RunOrder order, byte[] bytes, ResultLines writer) throws IOException {
        String text = Json.text(bytes);
        JsonNode line = Json.MAPPER.readTree(text);
        String customId = customId(line);
        Twist twist = faults.onLine(customId, text);
        if (twist == Twist.MISSING) {
            return;
        }
        writer.add(customId, twist, answer(order.endpoint(), customId, (ObjectNode) line.path("body"), twist));
    }

    private Answer answer(String endpoint, String customId, ObjectNode body, Twist twist) {
        switch (twist) {
            case ERROR -> {
                return Answer.error(new ApiException(
                        500, "The server had an error while processing your request. Sorry!", null, null));
            }
            case RATE_LIMIT -> {
                return Answer.error(new ApiException(
                        429, "Rate limit reached for requests per minute.", null, "rate_limit_exceeded"));
            }
            default -> {}
        }
        try {
            String name = body.path("model").asText();
            Model model = Model.find(name, settings.get().models()).orElseThrow();
            int tokens = Tokens.in(Json.write(body));
            if (tokens > settings.get().contextTokens()) {
                String message = "Your input is %d tokens long, but the context window of this model is %d tokens.";
                throw ApiException.badRequest(
                        message.formatted(tokens, settings.get().contextTokens()),
                        body.has("messages") ? "messages" : "input",
                        "context_length_exceeded");
            }
            Request request = new Request(Hash.hex(customId), body, model, twist, time.seconds());
            return Objects.requireNonNull(Endpoint.ALL.get(endpoint)).answer(request);
        } catch (ApiException refused) {
            return Answer.error(refused);
        }
    }

    private static String customId(JsonNode line) {
        return line.path("custom_id").asText();
    }
}
