package dev.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.batch.Assemble;
import dev.caravan.batch.BatchInHand;
import dev.caravan.batch.Collect;
import dev.caravan.batch.Poll;
import dev.caravan.batch.Submit;
import dev.caravan.intake.Read;
import dev.caravan.intake.Receive;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.TestClock;
import dev.caravan.provider.Download;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.ModelConversation;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.RealTimeCall.Heard;
import dev.caravan.realtime.Conversation;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The pages over a real ledger and a real spool, with the stages between a drop and its answers done by hand: what a provider
 * says is up to the test. No routes, no timers.
 */
public final class Workshop implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final String TASK = "tickets";

    private final Path folder;
    private final ConsoleServer server;
    private int drops;
    private int batches;

    private Workshop(Path folder, ConsoleServer server) {
        this.folder = folder;
        this.server = server;
    }

    /** What providers say to whoever waits for it. Without a word of the test there are no routes to them. */
    public static final class Providers implements Conversation, ModelConversation {
        private volatile Conversation asked = call -> {
            throw new ConnectException("No routes here");
        };
        private volatile ModelConversation listed = inquiry -> {
            throw new ConnectException("No routes here");
        };

        /** All models of all accounts give this answer. */
        public void answer(String answer) {
            asked = call -> answer(call, answer);
        }

        private static void answer(RealTimeCall call, String answer) throws IOException {
            ObjectNode body = JSON.createObjectNode();
            ObjectNode choice = body.put("id", "c").putArray("choices").addObject();
            choice.put("index", 0).put("finish_reason", "stop");
            choice.putObject("message").put("role", "assistant").put("content", answer);
            body.putObject("usage")
                    .put("prompt_tokens", 120)
                    .put("completion_tokens", 40)
                    .put("total_tokens", 160)
                    .putObject("completion_tokens_details")
                    .put("reasoning_tokens", 30);
            call.answered(new Heard(200, Map.of(), JSON.writeValueAsBytes(body), null));
        }

        /** Each record of the task gets an answer of its own, by its id. */
        public void answerEach(Function<String, String> answers) {
            asked = call -> {
                String prompt;
                try (InputStream body = call.getEntity().getContent()) {
                    prompt = JSON.readTree(body).at("/messages/1/content").asText();
                }
                answer(call, answers.apply(prompt.substring(0, prompt.indexOf(':'))));
            };
        }

        /** Somebody hears what is asked, before it is answered. */
        public void listen(Consumer<RealTimeCall> ear) {
            Conversation answering = asked;
            asked = call -> {
                ear.accept(call);
                answering.hold(call);
            };
        }

        /** All of them are asked so. */
        public void ask(Conversation how) {
            asked = how;
        }

        /** All credentials may use these. */
        public void list(String... models) {
            listed = inquiry -> inquiry.answered(List.of(models), null);
        }

        /** The same, but nobody hears it before this is open. */
        public void list(CountDownLatch gate, String... models) {
            listed = inquiry -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("While it waited for the gate");
                }
                inquiry.answered(List.of(models), null);
            };
        }

        @Override
        public void hold(RealTimeCall call) throws IOException {
            asked.hold(call);
        }

        @Override
        public void ask(ModelInquiry inquiry) throws IOException {
            listed.ask(inquiry);
        }
    }

    /** Before it is opened: an answer of its model costs 55 millionths of a dollar, 15 for its input and 40 for its output. */
    public static void price(Path folder) throws IOException {
        String all = Files.readString(Path.of("config/providers.yaml"));
        int model = all.indexOf("    gpt-5-mini:\n", all.indexOf("\nsimulator:\n")) + "    gpt-5-mini:\n".length();
        Files.writeString(
                Files.createDirectories(folder.resolve("config")).resolve("providers.yaml"),
                all.substring(0, model) + "      price: {input: 0.125, cached-input: 0.0125, output: 1}\n"
                        + all.substring(model));
    }

    /** @param review of the task, such as {@code when: 'confidence < 0.7', after-attempts: 1} */
    public static Workshop open(Path folder, String review) throws IOException {
        return open(folder, review, "");
    }

    /** @param profile {@code simulator}: its paths are open, though nobody answers there */
    public static Workshop open(Path folder, String review, String profile) throws IOException {
        return open(folder, review, profile, yaml -> yaml);
    }

    /** @param changed what the task's file is instead */
    public static Workshop open(Path folder, String review, String profile, UnaryOperator<String> changed)
            throws IOException {
        return open(folder, review, profile, changed, "");
    }

    /**
     * The same.
     *
     * @param besideUsers what stands in users.yaml below the users
     * @param properties more of them
     */
    public static Workshop open(
            Path folder,
            String review,
            String profile,
            UnaryOperator<String> changed,
            String besideUsers,
            String... properties)
            throws IOException {
        Path config = ConsoleServer.users(folder.resolve("config"));
        Files.writeString(config.resolve("users.yaml"), besideUsers, StandardOpenOption.APPEND);
        for (String file : List.of("models.yaml", "providers.yaml")) {
            if (!Files.exists(config.resolve(file))) {
                Files.copy(Path.of("config", file), config.resolve(file));
            }
        }
        Path task = Files.createDirectories(config.resolve("tasks").resolve(TASK));
        Files.writeString(task.resolve("system.md"), "Sort the ticket.\n");
        Files.writeString(task.resolve("user.md"), "{{ticket_id}}: {{subject}} {{body}}\n");
        Files.writeString(task.resolve("output.schema.json"), SCHEMA);
        Files.writeString(task.resolve("task.yaml"), changed.apply("""
                version: 1
                model: fast
                input: {key: ticket_id, required: [ticket_id, subject, body], max-chars: 100000}
                output: {schema: output.schema.json, schema-version: 1, echo: {ticket_id: ticket_id}}
                retry: {provider-error: {attempts: 1, backoff: 1s..1s}, invalid-output: hold}
                review: {%s}
                publish: {to: [answers-jsonl], gate: auto}
                window: 0s
                """.formatted(review)));
        ConsoleServer server = ConsoleServer.start(
                config,
                context -> context.registerBean(WorkshopStages.class),
                Stream.concat(
                                Stream.of(
                                        "--spring.profiles.active=" + profile,
                                        "--caravan.data=" + folder.resolve("data"),
                                        "--caravan.simulator.url=http://127.0.0.1:1/simulator",
                                        "--caravan.http.max-bytes=2MB"),
                                Stream.of(properties))
                        .toArray(String[]::new));
        return new Workshop(folder, server);
    }

    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false,
             "required": ["ticket_id", "category", "urgent", "summary", "tags", "confidence"],
             "properties": {
               "ticket_id": {"type": "string"},
               "category": {"type": "string", "enum": ["billing", "bug", "how_to", "legal", "other"]},
               "urgent": {"type": "boolean", "description": "Whether it can't wait until tomorrow"},
               "summary": {"type": "string", "minLength": 3, "maxLength": 400},
               "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 4},
               "confidence": {"type": "number", "minimum": 0, "maximum": 1},
               "customer": {"type": "object", "additionalProperties": false,
                 "properties": {"mood": {"type": "string", "enum": ["calm", "angry"]}, "name": {"type": "string"}}},
               "more": {}}}
            """;

    public ConsoleServer server() {
        return server;
    }

    public <T> T bean(Class<T> type) {
        return server.bean(type);
    }

    public Ledger ledger() {
        return bean(Ledger.class);
    }

    public void pass(Duration time) {
        bean(TestClock.class).pass(time);
    }

    public Instant now() {
        return bean(TestClock.class).instant();
    }

    /** A ticket as it is dropped. */
    public static String ticket(String id, String subject, String body) {
        ObjectNode ticket = JSON.createObjectNode();
        return ticket.put("ticket_id", id)
                .put("subject", subject)
                .put("body", body)
                .toString();
    }

    /** A whole and valid answer. */
    public static ObjectNode answer(String id, String category, String summary, double confidence) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("ticket_id", id).put("category", category).put("urgent", false);
        answer.put("summary", summary).putArray("tags").add("refund").add("order");
        answer.put("confidence", confidence);
        return answer;
    }

    /** Drops these lines and brings home an answer for each; an empty one is an error of the provider. */
    public void answered(List<String> tickets, Function<String, String> answers) throws IOException {
        dropped(tickets);
        while (bean(Assemble.class).once()) {
            answer(answers);
        }
    }

    /** Drops these lines, which are read and put into a batch that nobody sends before {@link #answer}. */
    public void assembled(List<String> tickets) throws IOException {
        dropped(tickets);
        cut();
    }

    /** What people asked for is done, and what waits is put into batches. */
    public void cut() throws IOException {
        boolean more = true;
        while (more) {
            more = bean(Assemble.class).once();
        }
    }

    /** Drops these lines, and reads them. */
    public void dropped(List<String> tickets) throws IOException {
        Path file = folder.resolve("data/inbox/" + TASK + "/drop-" + ++drops + ".jsonl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", tickets) + "\n");
        bean(Receive.class).take(file.toFile(), TASK);
        bean(Read.class).once();
    }

    /** What waits is sent, and each record answered by its id. */
    public void answer(Function<String, String> answers) throws IOException {
        Submit submit = bean(Submit.class);
        BatchInHand batch = submit.claim();
        submit.begin(batch);
        batch.getAttempt().uploaded("file-" + ++batches, null);
        submit.creating(batch);
        StringBuilder lines = new StringBuilder();
        int count = 0;
        try (BufferedReader requests =
                new BufferedReader(new InputStreamReader(batch.getAttempt().openRequests(), StandardCharsets.UTF_8))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                lines.append(result(JSON.readTree(line), answers)).append('\n');
                count++;
            }
        }
        batch.getAttempt().accepted("batch_" + batches);
        pass(Duration.ofMinutes(10));
        bean(Poll.class)
                .claim()
                .get(0)
                .getPoll()
                .status(new JobStatus(
                        "batch_" + batches, "completed", true, count, count, 0, Map.of("results", "out"), null));
        BatchInHand done = bean(Collect.class).claim();
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        for (Download download : done.getDownloads()) {
            download.save(new ByteArrayInputStream(bytes), bytes.length);
        }
        bean(Collect.class).finish(done);
    }

    private static String result(JsonNode request, Function<String, String> answers) {
        String asked = request.at("/body/messages/1/content").asText();
        ObjectNode line = JSON.createObjectNode();
        line.put("id", "q").put("custom_id", request.get("custom_id").asText()).putNull("error");
        ObjectNode response = line.putObject("response");
        String answer = answers.apply(asked.substring(0, asked.indexOf(':')));
        response.put("status_code", answer.isEmpty() ? 500 : 200).put("request_id", "r");
        ObjectNode body = response.putObject("body");
        if (answer.isEmpty()) {
            body.putObject("error").put("message", "The server had an error").put("type", "server_error");
            return line.toString();
        }
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", answer);
        body.putObject("usage")
                .put("prompt_tokens", 120)
                .put("completion_tokens", 40)
                .put("total_tokens", 160);
        return line.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
