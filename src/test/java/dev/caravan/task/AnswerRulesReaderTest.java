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

/** What {@code task.yaml} says of answers. */
class AnswerRulesReaderTest {
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

    private void withMore(String output) {
        config.change(SCHEMA, "\"ticket_id\": {", "\"nonce\": {\"type\": \"string\"}, \"ticket_id\": {")
                .change(SCHEMA, "[\"ticket_id\",", "[\"nonce\", \"ticket_id\",")
                .change(TASK, "echo: {ticket_id: ticket_id}", "echo: " + output);
    }

    @Test
    void readsEveryRuleForAnswers() {
        withMore(
                "{ticket_id: ticket_id, nonce: caravan.nonce}\n  rules: ['confidence <= 1', 'ticket_id == input.ticket_id']");
        config.change(
                        TASK,
                        "{html: reject, max-chars: 2000}",
                        "{html: sanitize, language: [en, de], forbid: ['(?i)as an ai']}")
                .change(USER, "{{body}}", "{{body}}\nnonce: {{caravan.nonce}}");
        Task.Output output = read().find("triage-tickets").orElseThrow().output();

        assertThat(config.found()).isEmpty();
        assertThat(output.nonceField()).isEqualTo("nonce");
        assertThat(output.rules()).containsExactly("confidence <= 1", "ticket_id == input.ticket_id");
        assertThat(output.texts())
                .isEqualTo(new Task.Texts(Task.Html.SANITIZE, 20_000, List.of("en", "de"), List.of("(?i)as an ai")));
    }

    @Test
    void theShortFormAsksForTheFieldNonce() {
        withMore("nonce");
        config.change(USER, "{{body}}", "{{body}}\nnonce: {{caravan.nonce}}");

        assertThat(read().find("triage-tickets").orElseThrow().output().echo())
                .isEqualTo(Map.of("nonce", "caravan.nonce"));
        assertThat(config.found()).isEmpty();
    }

    @Test
    void aNonceMustBeShownAndHaveItsField() {
        config.change(TASK, "echo: {ticket_id: ticket_id}", "echo: nonce");
        read();
        config.change(TASK, "echo: nonce", "echo: {ticket_id: caravan.nonce}")
                .change(SCHEMA, "[\"ticket_id\", \"confidence\"]", "[\"confidence\"]")
                .change(USER, "{{body}}", "{{#body}}{{caravan.nonce}}{{/body}}");
        read();
        config.change(SCHEMA, "[\"confidence\"]", "[\"ticket_id\"]")
                .change(SCHEMA, "{\"type\": \"string\"}", "{\"type\": \"string\", \"maxLength\": 5}")
                .change(USER, "{{#body}}{{caravan.nonce}}{{/body}}", "{{caravan.nonce}}")
                .write("tasks/triage-tickets/system.md", "{{caravan.nonce}}");
        read();

        String where = " in config/tasks/triage-tickets/task.yaml:14. ";
        assertThat(config.found())
                .containsExactly(
                        "There is no nonce here in config/tasks/triage-tickets/system.md:1. It stands in user.md, once"
                                + " output.echo names the field that repeats it: echo: {nonce: caravan.nonce}",
                        "\"nonce\", which repeats the nonce, is not in the output schema" + where
                                + "Add it as a required text",
                        "The prompt never shows the nonce that answers must repeat" + where
                                + "Put a line such as nonce: {{caravan.nonce}} into user.md, outside of sections",
                        "\"ticket_id\", which repeats the nonce, is not required: an answer without it can't be told from one"
                                + " on another record" + where + "Change the output schema",
                        "The prompt never shows the nonce that answers must repeat" + where
                                + "Put a line such as ticket_id: {{caravan.nonce}} into user.md, outside of sections",
                        "\"ticket_id\", which repeats the nonce, must be a plain text of 8 characters in the schema:"
                                + " {\"type\": \"string\"}" + where + "Change the output schema");
    }

    @Test
    void valuesFromTheInputAreReadAndKeptInTheRecipe() {
        config.change(TASK, "lenient: fences", "among: {ticket_id: subject}");
        Task task = read().find("triage-tickets").orElseThrow();

        assertThat(config.found()).isEmpty();
        assertThat(task.output().among()).isEqualTo(Map.of("ticket_id", "subject"));
        assertThat(RecipeSpec.fromJson(RecipeText.of(task).body()).output().among())
                .isEqualTo(Map.of("ticket_id", "subject"));
    }

    @Test
    void findsPathsAtWhichNothingCanStand() {
        config.change(
                TASK,
                "lenient: fences",
                "among: {categori: subject, 'ticket_id[]': subject, ticket_id: subjects, 'a..b': subject}");
        read();

        String where = " in config/tasks/triage-tickets/task.yaml:16. ";
        String how = "Write a path such as labels[].name: names joined by dots, [] for each item of a list";
        assertThat(config.found())
                .containsExactly(
                        "Nothing can stand at a path of \"among\": \"categori\" is not in the output schema" + where
                                + how,
                        "Nothing can stand at a path of \"among\": \"ticket_id\" is no list" + where + how,
                        "\"among\" names the unknown input field \"subjects\"" + where
                                + "Allowed: ticket_id, body, subject. Did you mean \"subject\"?",
                        "\"a..b\" of \"among\" is no path: \"\" is neither a name nor a name with []" + where + how);
    }

    @Test
    void findsRulesThatCanNeverWork() {
        config.change(
                        TASK,
                        "lenient: fences",
                        "lenient: true\n  rules: ['ticket_id > 3', 'confidence == input.bodyy', '1 < 2', 'confidence']")
                .change(TASK, "{html: reject, max-chars: 2000}", "{language: [english], forbid: ['a*', '(?=a)']}")
                .change(TASK, "confidence < 0.7", "confidence == 'low'");
        read();

        String where = " in config/tasks/triage-tickets/task.yaml:";
        assertThat(config.found().stream().map(text -> text.replaceAll("Allowed: af, .*", "Allowed: …")))
                .containsExactly(
                        "\"english\" is no language that can be told from others" + where + "15. Allowed: …",
                        "The pattern \"a*\" is found in every text" + where + "15. Every answer would be invalid",
                        "Can't read the pattern \"(?=a)\": error parsing regexp: invalid or unsupported Perl syntax: `(?=`"
                                + where
                                + "15. The syntax is that of RE2: no look-around and no references to groups, so no text"
                                + " takes long",
                        "\"true\" is not allowed for \"lenient\"" + where + "16. Expected fences",
                        "The rule \"ticket_id > 3\" can never work: ticket_id is a text and 3 is a number: they can't be"
                                + " compared" + where + "17. Compare like with like",
                        "The rule \"confidence == input.bodyy\" can never work: \"input.bodyy\" is no field of the input."
                                + " Allowed: ticket_id, body, subject. Did you mean \"body\"?" + where
                                + "17. Compare like with like",
                        "The rule \"1 < 2\" looks at no field of the answer" + where + "17. Name one",
                        "The rule \"confidence\" can never work: confidence is a number, not true or false" + where
                                + "17. Compare like with like",
                        "The condition \"confidence == 'low'\" can never work: confidence is a number and \"low\" is a text:"
                                + " they can't be compared" + where + "19. Compare like with like");
    }
}
