package dev.caravan.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.ConfigFolder;
import dev.caravan.config.Placeholders;
import dev.caravan.model.Models;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code publish} of task.yaml may say. */
class PublishPartsTest {
    private static final String TASK = "tasks/triage-tickets/task.yaml";
    private static final String PLAIN = "publish: {to: [tickets-jsonl, tickets-csv], gate: auto}";
    private static final String WHERE = " in config/tasks/triage-tickets/task.yaml:";

    @TempDir
    Path temp;

    private ConfigFolder config;

    @BeforeEach
    void files() {
        config = new ConfigFolder(temp)
                .write("providers.yaml", """
                        simulator:
                          protocol: openai
                          base-url: http://localhost/openai/v1
                          read: 2026-11-20
                          limits: {requests: 10, size: 1MB}
                        """)
                .write("models.yaml", """
                        credentials:
                          simulated: {provider: simulator, secret: "${K:k}"}
                        batch-models:
                          fast: {credential: simulated, model: any}
                        """)
                .write(TASK, """
                        version: 3
                        model: fast
                        input:
                          key: ticket_id
                          required: [ticket_id, body]
                          optional: [subject]
                        output:
                          schema: output.schema.json
                        publish: {to: [tickets-jsonl, tickets-csv], gate: auto}
                        """)
                .write("tasks/triage-tickets/system.md", "Sort tickets.")
                .write("tasks/triage-tickets/user.md", "{{body}}")
                .write("tasks/triage-tickets/output.schema.json", """
                        {"type": "object", "properties": {"ticket_id": {}, "confidence": {"type": "number"}}}
                        """);
    }

    private Tasks read() {
        Models models = ModelsReader.read(config.path(), Protocols.installed(), Placeholders.none(), config.problems());
        return TasksReader.read(config.path(), models, config.problems());
    }

    private Task.Publish publish(String yaml) {
        config.change(TASK, PLAIN, yaml);
        return read().find("triage-tickets").orElseThrow().publish();
    }

    @Test
    void sinksGetEveryRecordUnlessTheyHaveACondition() {
        assertThat(publish("publish: {to: [{when: 'confidence < 0.9', sink: doubts}, tickets-jsonl, tickets-jsonl]}"))
                .isEqualTo(new Task.Publish(
                        List.of(new Outlet("doubts", "confidence < 0.9", false, Map.of()), Outlet.of("tickets-jsonl")),
                        null,
                        Gate.AUTO,
                        0,
                        false));
        assertThat(config.found()).isEmpty();
    }

    @Test
    void whatNoConditionTakesGoesWhereOtherwiseSays() {
        assertThat(publish("publish: {to: [{when: 'confidence < 0.9', sink: doubts}], otherwise: sure}")
                        .outlets())
                .containsExactly(
                        new Outlet("doubts", "confidence < 0.9", false, Map.of()),
                        new Outlet("sure", null, true, Map.of()));
        config.change(TASK, "otherwise: sure", "otherwise: none");
        assertThat(read().find("triage-tickets").orElseThrow().publish().to()).containsExactly("doubts");
        assertThat(config.found()).isEmpty();
    }

    @Test
    void fieldsAreChosenAndRenamedForAllSinksOrForOne() {
        assertThat(publish("publish: {to: [a, {sink: b, fields: [confidence, input.subject]}],"
                                + " fields: {ticket: input.ticket_id, sure: confidence}}")
                        .outlets())
                .containsExactly(
                        new Outlet("a", null, false, Map.of("ticket", "input.ticket_id", "sure", "confidence")),
                        new Outlet("b", null, false, Map.of("confidence", "confidence", "subject", "input.subject")));
        assertThat(config.found()).isEmpty();
    }

    @Test
    void saysWhichSinkFieldOrConditionCanNotBe() {
        publish("""
                publish:
                  to:
                    - {sink: Legal, when: 'categry == "legal"'}
                    - {when: 'confidence <'}
                    - {sink: b, when: 'confidence < 1', fields: {a.b: confidence, s: input.sbject}}
                    - {sink: b, when: 'confidence > 2'}
                    - {sink: c, when: 'confidence > 2', fields: [confidnce], gate: auto}
                """.stripTrailing());
        assertThat(config.found())
                .containsExactly(
                        "Every sink of publish.to has a condition, so records that match none have no place to go"
                                + WHERE
                                + "10. Add otherwise: <sink> for them, or otherwise: none to publish them nowhere",
                        "\"categry\" of publish.to.when is not in the output schema" + WHERE
                                + "11. Allowed: ticket_id, confidence",
                        "\"Legal\" can't be the name of a sink" + WHERE + "11. Use lower-case letters, digits and -",
                        "Can't read the condition \"confidence <\": Missing second operand for operator" + WHERE
                                + "12. Write one such as category == \"legal\" or contains(tags, \"escalation\")",
                        "Missing key \"sink\"" + WHERE + "12",
                        "\"a.b\" can't be the name of a field at a sink" + WHERE
                                + "13. Use a name without dots, commas, quotes, = and blanks: name: confidence",
                        "Unknown input field \"sbject\" in publish.fields" + WHERE
                                + "13. Allowed: ticket_id, body, subject. Did you mean \"subject\"?",
                        "Sink \"b\" stands twice in publish" + WHERE
                                + "14. Join its conditions with ||; a record goes to a sink once",
                        "Unknown key \"gate\"" + WHERE + "15. Allowed: sink, when, fields",
                        "\"confidnce\" of publish.fields is not in the output schema" + WHERE
                                + "15. Allowed: ticket_id, confidence. Did you mean \"confidence\"?");
    }

    @Test
    void otherwiseNeedsSinksThatAllHaveAConditionAndFieldsNeedASchema() {
        publish("publish: {to: [a], otherwise: b}");
        assertThat(config.found())
                .containsExactly("\"otherwise\" has no effect: a sink without a condition gets every record" + WHERE
                        + "9. Remove it, or give every entry of publish.to a condition");
    }

    @Test
    void aSampleMayHaveSomeErrors() {
        Task.Publish publish = publish("publish: {to: [a], gate: after-sample}");
        assertThat(publish.gate()).isEqualTo(Gate.AFTER_SAMPLE);
        assertThat(publish.maxErrorPercent()).isEqualTo(5);
        config.change(TASK, "gate: after-sample", "gate: after-sample, max-error: 2.5%");
        assertThat(read().find("triage-tickets").orElseThrow().publish().maxErrorPercent())
                .isEqualTo(2.5);
        config.change(TASK, "gate: after-sample", "gate: after-review");
        assertThat(read().gated()).containsExactly("triage-tickets");
        assertThat(config.found())
                .containsExactly("\"max-error\" has no effect without gate: after-sample" + WHERE
                        + "9. It says how much of a sample may be wrong; remove it, or set that gate");
    }

    @Test
    void whatIsRejectedHasASinkOfItsOwn() {
        Task.Publish publish = publish("publish: {to: [a], rejects: b, reviewer: true}");
        assertThat(publish.rejects()).isEqualTo("b");
        assertThat(publish.reviewer()).isTrue();
        assertThat(publish.sinks()).containsExactly("a", "b");
        config.change(TASK, "rejects: b", "rejects: a");
        read();
        assertThat(config.found())
                .containsExactly("Sink \"a\" of publish.rejects gets valid results, too" + WHERE
                        + "9. Give what is rejected a sink of its own, or nobody there can tell them apart");
    }
}
