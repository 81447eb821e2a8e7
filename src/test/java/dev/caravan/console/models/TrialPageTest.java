package dev.caravan.console.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Lists;
import dev.caravan.ledger.RealTimeCosts;
import dev.caravan.ledger.RecordState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text, or a record of a task that uses the model, asked from the model's page. */
class TrialPageTest {
    private static final String TRY = "/models/priced/try";

    @TempDir
    Path folder;

    private Workshop workshop;
    private Client admin;

    @BeforeEach
    void start() throws IOException {
        workshop =
                Workshop.open(folder, "when: 'confidence < 0.7'", "", this::priced, "", "--ACME_KEY=sk-1234-5678-9012");
        admin = workshop.server().login("admin");
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "Refund", "Give it back"),
                        Workshop.ticket("T-2", "Late", "Where is it")),
                id -> Workshop.answer(id, "billing", "Wants a refund", 0.9).toString());
        admin.get(TRY);
    }

    /** What an answer may cost is set aside twice over by the budget, and no more. */
    private String priced(String task) {
        Path models = folder.resolve("config/models.yaml");
        try {
            Files.writeString(
                    models,
                    Files.readString(models)
                            .replace(
                                    "\nbatch-models:",
                                    "\n  acme: {provider: openai, secret: \"${ACME_KEY}\"}\nbatch-models:"
                                            + "\n  priced: {credential: acme, model: gpt-5-mini, parameters:"
                                            + " {max_completion_tokens: 3000}}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return task.replace("model: fast", "model: priced") + "budget: {usd: 0.013}\n";
    }

    @AfterEach
    void stop() {
        workshop.close();
    }

    private static Map<String, String> about(String source) {
        return Map.of("task", Workshop.TASK, "source", source);
    }

    /** The answer to what a page asks about the same form. */
    private static Map<String, String> yes(HttpResponse<String> page, Map<String, String> form) {
        Map<String, String> yes = new HashMap<>(form);
        yes.put("most", most(page));
        yes.put("once", page.body().replaceFirst("(?s).*name=\"once\" value=\"([^\"]+)\".*", "$1"));
        return yes;
    }

    private static String most(HttpResponse<String> page) {
        return page.body().replaceFirst("(?s).*name=\"most\" value=\"(\\d+)\".*", "$1");
    }

    private HttpResponse<String> asked(String path, Map<String, String> form) {
        return admin.post(path, yes(admin.post(path, form), form));
    }

    private List<String> events() {
        return workshop.ledger().events().of("model priced", 10).stream()
                .map(event -> event.kind() + " " + event.actor() + ": " + event.body())
                .toList();
    }

    @Test
    void itsRecordIsAskedByItsPromptAndRulesAndNothingOfItChanges() throws IOException {
        List<String> sent = new ArrayList<>();
        var providers = workshop.bean(Workshop.Providers.class);
        providers.answer("{\"ticket_id\": \"T-2\", \"category\": \"nonsense\"}");
        providers.listen(call -> sent.add(new String(call.getBytes(), StandardCharsets.UTF_8)));
        Lists.RecordRow before =
                workshop.ledger().lists().current(Workshop.TASK, "T-2").orElseThrow();

        assertThat(Cells.options(admin.get(TRY), "task"))
                .containsExactly("*the text below", "a record of task tickets");
        HttpResponse<String> told = admin.post(TRY, about("T-2"));
        assertThat(Cells.text(told.body()))
                .contains("This is record " + before.id()
                        + " of task tickets: {\"body\":\"Where is it\",\"subject\":\"Late\"");
        assertThat(sent).isEmpty();
        HttpResponse<String> answer = admin.post(TRY, yes(told, about("T-2")));
        assertThat(sent).singleElement().asString().contains("Sort the ticket.", "T-2: Late Where is it");
        assertThat(answer.body()).contains("<span class=\"state bad\">invalid</span>");
        assertThat(Cells.facts(answer))
                .containsEntry("Answer", "{\"ticket_id\": \"T-2\", \"category\": \"nonsense\"}")
                .contains(entry("Tokens", "120 in, 40 out, 30 of them thinking"), entry("Cost", "$0.00011"));
        assertThat(answer.body()).contains("class=\"finding\"").contains("schema.enum");

        assertThat(workshop.ledger().lists().current(Workshop.TASK, "T-2")).hasValue(before);
        assertThat(before.state()).isEqualTo(RecordState.COMPLETED);
        assertThat(events())
                .containsExactly("MODEL_TRIED admin: It was asked about record " + before.id()
                        + " of task tickets in real time: schema.enum, 120 tokens in, 40 out, $0.000110, 0 ms");
        assertThat(workshop.ledger().realTimeCosts().since(LocalDate.EPOCH))
                .singleElement()
                .satisfies(day -> assertThat(
                                workshop.ledger().recipes().taskName(day.calls().taskId()) + " "
                                        + day.calls().micros())
                        .isEqualTo("tickets 110"));
    }

    @Test
    void withoutAnIdItIsTheFirstOfTheNewestDrop() throws IOException {
        workshop.answered(
                List.of(Workshop.ticket("T-9", "New", "Is it here")),
                id -> Workshop.answer(id, "billing", "Asks", 0.9).toString());
        assertThat(Cells.text(admin.post(TRY, about("")).body())).contains("\"ticket_id\":\"T-9\"");
        HttpResponse<String> none = admin.post(TRY, about("T-77"));
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(Cells.text(none.body())).contains("The task tickets has no record \"T-77\".");
        HttpResponse<String> other = admin.post("/models/fast/try", about("T-1"));
        assertThat(Cells.text(other.body())).contains("There is no task \"tickets\" that uses fast.");
    }

    @Test
    void aCallOfWhichNobodyKnowsCountsAgainstTheBudgetAndThenThereIsNoRoom() {
        workshop.bean(Workshop.Providers.class).ask(call -> {
            throw new InterruptedIOException("gone");
        });
        assertThat(Cells.text(asked(TRY, about("T-1")).body()))
                .contains("No answer (no_reply): The connection to the provider of gpt-5-mini broke before its answer");
        asked(TRY, about("T-1"));
        assertThat(Cells.text(asked(TRY, about("T-1")).body()))
                .contains("No answer (budget_reached): The task that answers this has spent what it may");
        assertThat(events())
                .containsExactly(
                        "MODEL_TRIED admin: It was asked about record 1 of task tickets in real time: no answer,"
                                + " budget_reached",
                        "MODEL_TRIED admin: It was asked about record 1 of task tickets in real time: no answer, no_reply",
                        "MODEL_TRIED admin: It was asked about record 1 of task tickets in real time: no answer, no_reply");
    }

    @Test
    void aTextIsAskedOnceItIsSaidWhatItMayCostAndTheEventSaysByWhom() {
        workshop.bean(Workshop.Providers.class).answer("A line of camels <b>that trade</b>.");
        assertThat(admin.get(TRY).body()).contains("Say in one sentence what a caravan is.");
        Map<String, String> text = Map.of("text", "Who goes there?");
        HttpResponse<String> told = admin.post(TRY, text);
        assertThat(Cells.text(told.body())).contains("It costs at most $0.00", "This is a text: Who goes there?");
        assertThat(costs()).isEmpty();
        // 3000 tokens of output at twice the price of a batch, and a little more.
        assertThat(Long.parseLong(most(told))).isBetween(6_150L, 6_250L);

        HttpResponse<String> less = admin.post(TRY, Map.of("text", "Who goes there?", "most", "1"));
        assertThat(less.statusCode()).isEqualTo(409);
        assertThat(Cells.text(less.body())).contains("It may cost more than you were told. Nothing was asked");

        Map<String, String> yes = yes(less, text);
        HttpResponse<String> answer = admin.post(TRY, yes);
        assertThat(answer.body())
                .doesNotContain("<b>that trade")
                .contains("<span class=\"state good\">answered</span>");
        assertThat(Cells.facts(answer))
                .containsExactly(
                        entry("Cost", "$0.00011"),
                        entry("Took", "0.0 s"),
                        entry("Tokens", "120 in, 40 out, 30 of them thinking"),
                        entry("Answer", "A line of camels <b>that trade</b>."));
        HttpResponse<String> again = admin.post(TRY, yes);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(Cells.text(again.body()))
                .contains("This was asked already, or the page is an old one. Nothing was asked");
        assertThat(costs()).containsExactly("gateway/default/chat/priced gpt-5-mini 1 110");
        assertThat(events())
                .containsExactly("MODEL_TRIED admin: It was asked about a text in real time: ok, 120 tokens in, 40 out,"
                        + " $0.000110, 0 ms");
        assertThat(events().toString()).doesNotContain("Who goes there", "camels");

        HttpResponse<String> unpriced = admin.post("/models/fast/try", text);
        assertThat(Cells.text(unpriced.body())).contains("What it costs can't be said");
        HttpResponse<String> blind = admin.post("/models/fast/try", yes(unpriced, text));
        assertThat(Cells.facts(blind))
                .containsEntry("Cost", "not known: config/providers.yaml has no price for this model");

        HttpResponse<String> empty = admin.post(TRY, Map.of("text", " "));
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(Cells.text(empty.body())).contains("The text has 1 to 20000 characters.");
    }

    private List<String> costs() {
        return workshop.ledger().realTimeCosts().since(LocalDate.EPOCH).stream()
                .map(RealTimeCosts.Day::calls)
                .map(calls -> workshop.ledger().recipes().taskName(calls.taskId()) + " " + calls.model() + " "
                        + calls.calls() + " " + calls.micros())
                .toList();
    }
}
