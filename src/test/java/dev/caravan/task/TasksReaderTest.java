package dev.caravan.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.ConfigFolder;
import dev.caravan.config.Placeholders;
import dev.caravan.model.Models;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksReaderTest {
    private static final String TASK = TriageTickets.TASK;
    private static final String SCHEMA = TriageTickets.SCHEMA;
    private static final String USER = TriageTickets.USER;

    @TempDir
    Path temp;

    private ConfigFolder config;

    @BeforeEach
    void files() {
        config = TriageTickets.in(temp);
    }

    private Tasks read() {
        Models models = ModelsReader.read(config.path(), Protocols.installed(), Placeholders.none(), config.problems());
        return TasksReader.read(config.path(), models, config.problems());
    }

    @Test
    void readsAWholeTask() {
        Task task = read().find("triage-tickets").orElseThrow();

        assertThat(config.found()).isEmpty();
        assertThat(task.version()).isEqualTo(3);
        assertThat(task.model().name()).isEqualTo("fast");
        assertThat(task.input())
                .isEqualTo(new Task.Input("ticket_id", Set.of("ticket_id", "body"), 4000, "csv", ';', true));
        assertThat(task.prompt())
                .isEqualTo(new Task.Prompt(
                        "Sort tickets.", "{{ticket_id}}\n{{#subject}}Subject: {{subject}}{{/subject}}\n{{body}}"));
        assertThat(task.output())
                .isEqualTo(new Task.Output(
                        "{\"type\":\"object\",\"properties\":{\"ticket_id\":{\"type\":\"string\"},"
                                + "\"confidence\":{\"type\":\"number\",\"minimum\":0,\"maximum\":1.0}},"
                                + "\"required\":[\"ticket_id\",\"confidence\"],\"additionalProperties\":false}",
                        2,
                        Map.of("ticket_id", "ticket_id"),
                        true,
                        2000,
                        true));
        assertThat(task.retry()).isEqualTo(new Task.Retry(4, Duration.ofMinutes(1), Duration.ofHours(1)));
        assertThat(task.review()).isEqualTo(new Task.Review("confidence < 0.7", 2, 5));
        assertThat(task.publish()).isEqualTo(new Task.Publish(List.of("tickets-jsonl", "tickets-csv")));
        assertThat(task.window()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void namesTheKnownBatchModels() {
        config.change(TASK, "model: fast", "model: fsat");

        assertThat(read().byName()).isEmpty();
        assertThat(config.found())
                .containsExactly("Unknown batch model \"fsat\" in config/tasks/triage-tickets/task.yaml:2."
                        + " Known: fast, careful, plain, vectors");
    }

    @Test
    void asksForASecretOnlyWhenATaskUsesIt() {
        config.change(TASK, "model: fast", "model: careful");
        read();

        assertThat(config.found())
                .containsExactly("Task \"triage-tickets\" sends with credential \"paid\", but ${PAID_KEY} is not set"
                        + " in config/tasks/triage-tickets/task.yaml:2."
                        + " Set PAID_KEY in the environment, or choose a batch model with another credential");
    }

    @Test
    void checksThatTheModelCanDoWhatTheTaskAsksFor() {
        config.write("tasks/embed-docs/task.yaml", """
                        version: 1
                        model: fast
                        input: {key: id, required: [text]}
                        publish: {to: [vectors]}
                        """).write("tasks/embed-docs/user.md", "{{text}}");
        config.change(TASK, "model: fast", "model: vectors");
        read();
        config.change(TASK, "model: vectors", "model: plain");
        config.change("tasks/embed-docs/task.yaml", "model: fast", "model: vectors");
        Tasks tasks = read();

        assertThat(tasks.find("embed-docs").orElseThrow().output().schema()).isNull();
        assertThat(config.found())
                .containsExactly(
                        "Task \"embed-docs\" asks for embeddings; batch model \"fast\" is for chat"
                                + " (/v1/chat/completions) in config/tasks/embed-docs/task.yaml:2."
                                + " Choose a batch model for embeddings, or let the task ask for chat",
                        "Task \"triage-tickets\" asks for chat; batch model \"vectors\" is"
                                + " for embeddings (/v1/embeddings) in config/tasks/triage-tickets/task.yaml:2."
                                + " Choose a batch model for chat, or let the task ask for embeddings",
                        "Task \"triage-tickets\" asks for answers with a schema; plain of provider simulator"
                                + " has no structured output in config/tasks/triage-tickets/task.yaml:2."
                                + " Choose another batch model");
    }

    @Test
    void readsHowLongThingsAreKept() {
        assertThat(read().find("triage-tickets").orElseThrow().retention()).isEqualTo(Task.Retention.FOR_EVER);
        config.change(TASK, "window: 2s", "window: 2s\nretention: {payloads: 30d, audit: 400d}");
        assertThat(read().find("triage-tickets").orElseThrow().retention())
                .isEqualTo(new Task.Retention(Duration.ofDays(30), Duration.ofDays(400)));
        config.change(TASK, "payloads: 30d, audit: 400d", "audit: 400d");
        assertThat(read().find("triage-tickets").orElseThrow().retention())
                .isEqualTo(new Task.Retention(Duration.ofDays(400), Duration.ofDays(400)));
        assertThat(config.found()).isEmpty();
    }

    @Test
    void refusesToKeepBytesLongerThanTheRowsThatSayWhereTheyLie() {
        config.change(TASK, "window: 2s", "window: 2s\nretention: {payloads: 40d, audit: 30d, other: 1d}");
        read();
        String where = " in config/tasks/triage-tickets/task.yaml:21.";
        assertThat(config.found())
                .containsExactly(
                        "Unknown key \"other\"" + where + " Allowed: payloads, audit",
                        "Payloads would be kept longer than the audit rows that say where they lie" + where
                                + " Give audit at least the duration of payloads");
    }

    @Test
    void refusesWhatIsNotOneOfItsWords() {
        config.change(TASK, "gate: auto", "gate: after-lunch")
                .change(TASK, "invalid-output: hold", "invalid-output: retry");
        read();

        String where = " in config/tasks/triage-tickets/task.yaml:";
        assertThat(config.found())
                .containsExactly(
                        "\"retry\" is not allowed for \"invalid-output\"" + where + "17. Expected hold",
                        "\"after-lunch\" is not allowed for \"gate\"" + where
                                + "19. Expected auto or after-review or after-sample");
    }

    @Test
    void readsABudgetForGoodOrForADay() {
        config.change(TASK, "window: 2s", "window: 2s\nbudget: {usd: 12.5}");
        assertThat(read().find("triage-tickets").orElseThrow().budget()).isEqualTo(new Task.Budget(12_500_000, false));
        config.change(TASK, "{usd: 12.5}", "{usd: 3, per: day}");
        assertThat(read().find("triage-tickets").orElseThrow().budget()).isEqualTo(new Task.Budget(3_000_000, true));
        config.change(TASK, "{usd: 3, per: day}", "{usd: a lot, per: week}");
        read();
        assertThat(config.found())
                .containsExactly(
                        "\"a lot\" is not allowed for \"usd\" in config/tasks/triage-tickets/task.yaml:21."
                                + " Expected a number such as 0.25",
                        "\"week\" is not allowed for \"per\" in config/tasks/triage-tickets/task.yaml:21."
                                + " Expected day or total");
    }

    @Test
    void readsWhatIsDoneAboutALateBatch() {
        config.change("models.yaml", "plain: {", "slow: {credential: simulated, model: any}\n  plain: {")
                .change(TASK, "window: 2s", "window: 2s\ndeadline: 12h");
        assertThat(read().byName().get("triage-tickets").deadline())
                .isEqualTo(new Task.Deadline(Duration.ofHours(12), false, null));
        config.change(TASK, "deadline: 12h", "deadline: 12h\non-deadline: cancel");
        assertThat(read().byName().get("triage-tickets").deadline())
                .isEqualTo(new Task.Deadline(Duration.ofHours(12), true, null));
        config.change(TASK, "on-deadline: cancel", "on-deadline: {move: slow}");
        Task.Deadline deadline = read().byName().get("triage-tickets").deadline();
        assertThat(deadline.moveTo().name()).isEqualTo("slow");
        assertThat(deadline.cancels()).isFalse();
        assertThat(deadline.review()).isFalse();
        config.change(TASK, "{move: slow}", "{move: slow, review: true}");
        assertThat(read().byName().get("triage-tickets").deadline().review()).isTrue();
        assertThat(config.found()).isEmpty();
    }

    @Test
    void refusesADeadlineThatSaysNothingUseful() {
        config.change(TASK, "window: 2s", "window: 2s\ndeadline: 10ms\non-deadline: move");
        read();
        config.change(TASK, "deadline: 10ms\non-deadline: move", "on-deadline: cancel");
        read();
        config.change(TASK, "on-deadline: cancel", "deadline: 2h\non-deadline: {move: fast}");
        read();
        config.change(TASK, "{move: fast}", "{move: vectors}");
        read();

        String where = " in config/tasks/triage-tickets/task.yaml:";
        assertThat(config.found())
                .containsExactly(
                        "A deadline of less than a second" + where + "21. Write at least 1s",
                        "\"on-deadline\" without a deadline" + where + "21. Add deadline: 12h",
                        "\"move\" does not say whereto" + where + "22. Write on-deadline: {move: <batch model>}",
                        "The batch model \"fast\" is the task's own" + where + "22. Name another one, or write wait",
                        "Task \"triage-tickets\" asks for chat; batch model \"vectors\" is for embeddings"
                                + " (/v1/embeddings)" + where
                                + "22. Choose a batch model for chat, or let the task ask for"
                                + " embeddings");
    }

    @Test
    void findsFieldsThatNobodyDeclared() {
        config.change(USER, "{{body}}", "{{boddy}} {{customer.name}}")
                .change(TASK, "echo: {ticket_id: ticket_id}", "echo: {ticket: ticket_idd}")
                .change(TASK, "confidence < 0.7", "confidense < 0.7");
        read();

        assertThat(config.found())
                .containsExactly(
                        "\"ticket\" of echo is not in the output schema in config/tasks/triage-tickets/task.yaml:14."
                                + " Allowed: ticket_id, confidence",
                        "Echo of unknown input field \"ticket_idd\" in config/tasks/triage-tickets/task.yaml:14."
                                + " Allowed: ticket_id, body, subject. Did you mean \"ticket_id\"?",
                        "\"confidense\" of review.when is not in the output schema"
                                + " in config/tasks/triage-tickets/task.yaml:18."
                                + " Allowed: ticket_id, confidence. Did you mean \"confidence\"?",
                        "Unknown field \"boddy\" in config/tasks/triage-tickets/user.md:3."
                                + " Declare it in task.yaml under input (required or optional)."
                                + " Allowed: ticket_id, body, subject. Did you mean \"body\"?",
                        "Unknown field \"customer\" in config/tasks/triage-tickets/user.md:3."
                                + " Declare it in task.yaml under input (required or optional)."
                                + " Allowed: ticket_id, body, subject");
    }

    @Test
    void findsBrokenTemplates() {
        config.write(USER, "a\n{{#body}}\n{{/subject}}\n{{> other}}\n{{/body}}");
        config.write("tasks/triage-tickets/system.md", "one\ntwo {{body");
        read();

        assertThat(config.found())
                .containsExactly(
                        "Broken template: {{ without }} in config/tasks/triage-tickets/system.md:2",
                        "{{/subject}} closes nothing in config/tasks/triage-tickets/user.md:3",
                        "{{>other}} is not supported in config/tasks/triage-tickets/user.md:4."
                                + " Use {{field}}, {{#field}}…{{/field}} and {{^field}}…{{/field}}",
                        "{{/body}} closes nothing in config/tasks/triage-tickets/user.md:5");
    }

    @Test
    void findsConditionsThatDecideNothing() {
        config.change(TASK, "confidence < 0.7", "confidence + 1");
        read();
        config.change(TASK, "confidence + 1", "confidence <");
        read();
        config.change(TASK, "confidence <", "system(1)");
        read();

        String where = " in config/tasks/triage-tickets/task.yaml:18. Write one such as confidence < 0.7,"
                + " category == \"legal\" or contains(tags, \"escalation\")";
        assertThat(config.found())
                .containsExactly(
                        "Can't read the condition \"confidence + 1\": it gives neither true nor false" + where,
                        "Can't read the condition \"confidence <\": Missing second operand for operator" + where,
                        "Can't read the condition \"system(1)\": Undefined function 'system'" + where);
    }

    @Test
    void namesTheLineOfWhatIsNoSchema() {
        config.change(SCHEMA, "\"type\": \"number\"", "\"type\": \"nmber\"")
                .change(SCHEMA, "[\"ticket_id\", \"confidence\"]", "\"ticket_id\"");
        read();
        config.write(SCHEMA, "{\n  \"type\": \"object\",\n}");
        read();
        config.write(SCHEMA, "{\"type\": \"array\"}");
        read();
        config.write(SCHEMA, "{\"type\": \"object\",\n\"properties\": {\"a\":\n{\"$ref\": \"https://a.example/s\"}}}");
        read();

        assertThat(config.found())
                .containsExactly(
                        "An answer must be a JSON object in config/tasks/triage-tickets/output.schema.json:1."
                                + " Write \"type\": \"object\" at the top of the schema",
                        "JSON error: Unexpected character ('}' (code 125)): was expecting double-quote to start field"
                                + " name in config/tasks/triage-tickets/output.schema.json:3",
                        "$ref \"https://a.example/s\" leads out of the file"
                                + " in config/tasks/triage-tickets/output.schema.json:3."
                                + " Only references that begin with # are followed",
                        "Not a JSON Schema: /properties/confidence/type does not have a value in the enumeration"
                                + " [\"array\", \"boolean\", \"integer\", \"null\", \"number\", \"object\", \"string\"]"
                                + " in config/tasks/triage-tickets/output.schema.json:5",
                        "Not a JSON Schema: /required string found, array expected"
                                + " in config/tasks/triage-tickets/output.schema.json:7");
    }

    @Test
    void namesMissingFilesAndKeys() {
        config.write("tasks/empty-one/task.yaml", "version: 1\nmodel: fast\ninput: {}\noutput: {schema: s.json}\n");
        config.write("tasks/Wrong/task.yaml", "version: 0\n");
        read();

        assertThat(config.found())
                .containsExactly(
                        "\"Wrong\" can't be the name of a task in config/tasks/Wrong."
                                + " Use lower-case letters, digits and -, at most 63 characters",
                        "Missing key \"input\" in config/tasks/Wrong/task.yaml:1",
                        "Missing key \"publish\" in config/tasks/Wrong/task.yaml:1",
                        "\"0\" is not allowed for \"version\" in config/tasks/Wrong/task.yaml:1."
                                + " Expected a whole number from 1 to 2147483647",
                        "Missing key \"model\" in config/tasks/Wrong/task.yaml:1",
                        "Missing file in config/tasks/Wrong/user.md. Create it",
                        "Missing file in config/tasks/empty-one/s.json. Create it",
                        "Missing key \"publish\" in config/tasks/empty-one/task.yaml:1",
                        "Missing key \"key\" in config/tasks/empty-one/task.yaml:3",
                        "Missing file in config/tasks/empty-one/user.md. Create it");
    }
}
