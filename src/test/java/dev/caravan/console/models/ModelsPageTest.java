package dev.caravan.console.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsPageTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Client admin;
    private static Client outsider;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "when: 'confidence < 0.5'");
        admin = workshop.server().login("admin");
        outsider = workshop.server().login("outsider");
        assertThat(admin.post(
                                "/credentials/new",
                                Map.of("name", "acme", "provider", "openai", "secret", "sk-1234-5678-9012-3456"))
                        .statusCode())
                .isEqualTo(303);
        made("priced", "credential", "acme", "parameters", "{\"max_completion_tokens\": 4000}");
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    /** Credentials may be tried every five seconds. */
    @BeforeEach
    void aWhileLater() {
        workshop.pass(Duration.ofMinutes(1));
        admin.get("/models/new");
        outsider.get("/models/new");
    }

    private static Workshop.Providers providers() {
        return workshop.bean(Workshop.Providers.class);
    }

    private static Map<String, String> form(String name, String... more) {
        Map<String, String> form = new HashMap<>(Map.of("credential", "simulated", "model", "gpt-5-mini"));
        if (!name.isEmpty()) {
            form.put("name", name);
        }
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    private static void made(String name, String... more) {
        assertThat(admin.post("/models/new", form(name, more)).statusCode()).isEqualTo(303);
    }

    private static BatchModel model(String name) {
        return Objects.requireNonNull(workshop.bean(Models.class).models().get(name));
    }

    private static List<String> events(String subject) {
        return workshop.ledger().events().of(subject, 10).stream()
                .map(event -> event.kind() + " " + event.actor() + ": " + event.body())
                .toList();
    }

    @Test
    void theListSaysOfEachWhatItIsWhatItCostsWhoUsesItAndWhereItIsDefined() {
        assertThat(Cells.rows(workshop.server().login("reader").get("/models")))
                .filteredOn(row -> row.get("Name").equals("fast"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsOnly(
                                entry("Name", "fast"),
                                entry("Credential", "simulated simulator"),
                                entry("Model", "gpt-5-mini"),
                                entry("Thinking", "low"),
                                entry("For", "chat"),
                                entry("A million tokens", "not known"),
                                entry("Tasks", "tickets"),
                                entry("At its provider", row.get("At its provider")),
                                entry("Defined", row.get("Defined"))))
                .satisfies(row -> assertThat(row.get("Defined")).matches(".*models\\.yaml:\\d+"));
        assertThat(Cells.rows(admin.get("/models")))
                .filteredOn(row -> row.get("Name").equals("priced"))
                .extracting(
                        row -> row.get("A million tokens"),
                        row -> row.get("Credential"),
                        row -> row.get("Tasks"),
                        row -> String.valueOf(row.get("Defined")).replaceFirst(" \\d.*", ""))
                .containsExactly(tuple("$0.125 in, $0.0125 cached, $1 out", "acme OpenAI", "", "by admin,"));
    }

    @Test
    void whatAFileSaysIsShownWithItsPlaceAndCanNotBeChangedHere() {
        HttpResponse<String> page = admin.get("/models/fast");
        assertThat(page.body()).contains("here it can't be changed").doesNotContain("Save", "Delete…");
        assertThat(Cells.facts(page))
                .containsEntry("Parameters", "{ \"max_completion_tokens\" : 4000 }")
                .containsEntry("Workspaces", "all")
                .containsEntry(
                        "Price of a million tokens in batches",
                        "not known: its cost counts as 0. Write it into config/providers.yaml");
        assertThat(Cells.facts(admin.get("/models/priced")))
                .containsEntry(
                        "Price of a million tokens in batches",
                        "$0.125 in, $0.0125 cached, $1 out; a real-time call 2 times as much");
        HttpResponse<String> saved = admin.post("/models/fast", form("", "thinking", "high", "revision", "1.1"));
        assertThat(saved.statusCode()).isEqualTo(409);
        assertThat(Cells.text(saved.body()))
                .containsPattern(
                        "The batch model \"fast\" is defined in .*models.yaml:\\d+. Change it there and reload");
        assertThat(model("fast").thinking()).isEqualTo("low");
        assertThat(Cells.text(admin.get("/models/fast/delete").body())).contains("Batch model fast can't be deleted");
        assertThat(admin.post("/models/fast/delete", Map.of()).statusCode()).isEqualTo(409);
    }

    @Test
    void whoMayNotChangeItSeesItWithoutAForm() {
        made("looked-at");
        HttpResponse<String> page = workshop.server().login("operator").get("/models/looked-at");
        assertThat(page.body()).doesNotContain("<form method=\"post\" action=\"/models", "Test the account");
        assertThat(Cells.facts(page))
                .containsEntry(
                        "Model", "gpt-5-mini " + Cells.facts(page).get("Model").substring(11));
    }

    @Test
    void itIsMadeChangedAndDeletedAndTheEventsSayByWhom() {
        HttpResponse<String> made = admin.post(
                "/models/new",
                form(
                        "summaries",
                        "thinking",
                        "high",
                        "parameters",
                        "{\"max_completion_tokens\": 900}",
                        "workspaces",
                        "default, support"));
        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(made.headers().firstValue("Location").orElseThrow()).endsWith("/models/summaries");
        assertThat(model("summaries").thinking()).isEqualTo("high");
        assertThat(model("summaries").parameters()).isEqualTo(Map.of("max_completion_tokens", 900));
        assertThat(model("summaries").workspaces()).containsExactlyInAnyOrder("default", "support");

        HttpResponse<String> page = admin.get("/models/summaries");
        assertThat(Cells.text(page.body())).contains("Batch model summaries is made");
        assertThat(Cells.options(page, "thinking"))
                .containsExactly(
                        "the model's own",
                        "minimal · hardly thinks: nearly as fast and cheap as without",
                        "low · thinks briefly: somewhat slower and dearer",
                        "medium · thinks: slower and dearer than low",
                        "*high · thinks long: much slower and dearer than low");
        HttpResponse<String> saved = admin.post(
                "/models/summaries", form("", "other", "gpt-5-nano", "revision", Cells.hidden(page, "revision")));
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(model("summaries").model()).isEqualTo("gpt-5-nano");
        assertThat(model("summaries").thinking()).isNull();

        HttpResponse<String> asked = admin.get("/models/summaries/delete");
        assertThat(Cells.text(asked.body())).contains("Delete batch model summaries?", "Nobody needs it now");
        HttpResponse<String> deleted =
                admin.post("/models/summaries/delete", Map.of("revision", Cells.hidden(asked, "revision")));
        assertThat(deleted.statusCode()).isEqualTo(303);
        assertThat(workshop.bean(Models.class).models()).doesNotContainKey("summaries");
        assertThat(events("model summaries"))
                .containsExactly(
                        "SETUP_REMOVED admin: It was deleted over HTTP, with its secrets",
                        "SETUP_CHANGED admin: It was changed over HTTP: model, parameters, thinking, workspaces",
                        "SETUP_MADE admin: It was made over HTTP: credential, model, thinking, parameters, workspaces");
    }

    @Test
    void whatIsWrongStandsAtItsFieldAndWhatWasTypedStays() {
        HttpResponse<String> page = admin.post(
                "/models/new",
                form(
                        "Bad Name",
                        "thinking",
                        "huge",
                        "endpoint",
                        "/v1/chat/completions",
                        "workspaces",
                        "Sales!",
                        "wait",
                        "soon"));
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(Cells.why(page, "name")).startsWith("\"Bad Name\" can't be the name of a batch model");
        assertThat(Cells.why(page, "thinking"))
                .startsWith(
                        "Batch model \"Bad Name\" asks for thinking level \"huge\"; gpt-5-mini of provider simulator");
        assertThat(Cells.why(page, "workspaces")).contains("Sales!");
        assertThat(Cells.why(page, "wait")).contains("soon");
        assertThat(Cells.options(page, "thinking")).contains("*huge · this model does not have it");
        assertThat(page.body()).contains("value=\"Bad Name\"", "value=\"soon\"", "aria-invalid=\"true\"");

        HttpResponse<String> unread = admin.post("/models/new", form("", "parameters", "{\"a\": 1,"));
        assertThat(unread.statusCode()).isEqualTo(422);
        assertThat(Cells.why(unread, "name")).isEqualTo("must be given");
        assertThat(Cells.why(unread, "parameters")).startsWith("is no JSON: ").contains("Write an object such as");
        HttpResponse<String> none = admin.post("/models/new", Map.of("name", "new"));
        assertThat(Cells.why(none, "name")).isEqualTo("is the address of this page. Choose another one");
        HttpResponse<String> missing = admin.post("/models/new", Map.of("name", "half"));
        assertThat(Cells.why(missing, "credential")).isEqualTo("Missing key \"credential\"");
        assertThat(workshop.bean(Models.class).models()).doesNotContainKeys("Bad Name", "new", "half");
    }

    @Test
    void hostileTextComesBackAsText() {
        String hostile = "\"><script>alert(1)</script>";
        HttpResponse<String> page = admin.post(
                "/models/new", form(hostile, "other", hostile, "parameters", hostile, "workspaces", hostile));
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
    }

    @Test
    void whoeverComesLaterIsToldWhatSomebodyElseChanged() {
        made("shared", "thinking", "low");
        String seen = Cells.hidden(admin.get("/models/shared"), "revision");
        assertThat(admin.post("/models/shared", form("", "thinking", "medium", "revision", seen))
                        .statusCode())
                .isEqualTo(303);
        HttpResponse<String> stale = admin.post("/models/shared", form("", "thinking", "high", "revision", seen));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(Cells.text(stale.body())).contains("\"shared\" was changed since you read it");
        assertThat(Cells.rows(stale)).containsExactly(Map.of("Name", "thinking", "Now", "medium", "Yours", "high"));
        assertThat(model("shared").thinking()).isEqualTo("medium");
        HttpResponse<String> again =
                admin.post("/models/shared", form("", "thinking", "high", "revision", Cells.hidden(stale, "revision")));
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(model("shared").thinking()).isEqualTo("high");
        assertThat(admin.post("/models/shared/delete", Map.of("revision", seen)).statusCode())
                .isEqualTo(409);
        assertThat(model("shared").model()).isEqualTo("gpt-5-mini");
    }

    @Test
    void whatIsNeededIsNotDeletedAndThePageSaysByWhom() {
        made("needed");
        made("leaning", "then", "needed");
        assertThat(Cells.text(admin.get("/models/needed/delete").body()))
                .contains("It is in use: too_few of batch model \"leaning\". Nothing was deleted.");
    }

    @Test
    void choicesFollowTheCredentialAndWhatItsProviderListsNow() {
        providers().list("gpt-5", "gpt-9-turbo");
        HttpResponse<String> asked = admin.postAhead(
                "/models/new/choices",
                form("", "credential", "acme", "ask", "yes", "model", "gpt-4.1-mini", "thinking", "low"));
        assertThat(asked.body()).startsWith("<div id=\"choices\" data-keeps>").contains("lists 2 models");
        assertThat(Cells.options(asked, "model"))
                .containsExactly(
                        "choose one, or type another below",
                        "gpt-5 · $0.625 in, $0.0625 cached, $5 out",
                        "gpt-9-turbo · price and levels not known",
                        "*gpt-4.1-mini · not listed any more");
        assertThat(Cells.options(asked, "thinking"))
                .containsExactly("none: it does not think", "*low · this model does not have it");
        HttpResponse<String> soon =
                admin.postAhead("/models/new/choices", form("", "credential", "acme", "ask", "yes"));
        assertThat(Cells.text(soon.body())).startsWith("It was tried a moment ago");

        HttpResponse<String> unknown =
                admin.postAhead("/models/new/choices", form("", "credential", "acme", "model", "gpt-9-turbo"));
        assertThat(unknown.body())
                .contains(
                        "<input id=\"in-thinking\"",
                        "does not know which levels gpt-9-turbo has",
                        "Its price is not known, so its cost counts as 0");
        assertThat(Cells.options(unknown, "endpoint").get(0)).isEqualTo("*the usual one: /v1/chat/completions · chat");

        HttpResponse<String> whole =
                admin.post("/models/new/choices", form("kept", "credential", "acme", "model", "gpt-9-turbo"));
        assertThat(whole.body()).contains("<h1>New batch model</h1>", "value=\"kept\"");
        assertThat(Cells.options(whole, "model")).contains("*gpt-9-turbo · price and levels not known");

        HttpResponse<String> list = admin.get("/models");
        assertThat(Cells.rows(list))
                .filteredOn(row -> row.get("Name").equals("priced"))
                .extracting(row -> row.get("At its provider"))
                .containsExactly("not listed");
        assertThat(Cells.text(list.body())).contains("priced: its provider does not list its model, or no longer");
        assertThat(Cells.text(admin.get("/models/priced").body()))
                .contains("OpenAI does not list gpt-5-mini for credential acme, or no longer");
        assertThat(admin.post("/models/priced/test", Map.of()).statusCode()).isEqualTo(303);
        assertThat(Cells.text(admin.get("/models/priced").body()))
                .contains("It was tried a moment ago. Try again in 5 s.");
        workshop.pass(Duration.ofMinutes(1));
        admin.post("/models/priced/test", Map.of());
        assertThat(Cells.text(admin.get("/models/priced").body()))
                .contains("its provider does not list gpt-5-mini", "(model_not_listed)");
    }

    @Test
    void aModelIsListedTooIfItsProviderWritesADateBehindItsName() {
        providers().list("gpt-5-mini-2025-08-07");
        admin.post("/models/priced/test", Map.of());
        assertThat(Cells.text(admin.get("/models/priced").body()))
                .contains("The provider takes the credential and lists 1 models.");
        assertThat(Cells.facts(admin.get("/models/priced"))).containsEntry("Model", "gpt-5-mini listed");
        assertThat(Cells.options(admin.get("/models/priced"), "model"))
                .contains("*gpt-5-mini · $0.125 in, $0.0125 cached, $1 out");
    }

    @Test
    void whoeverIsLimitedToWorkspacesMakesModelsForThoseAlone() {
        assertThat(outsider.post("/models/new", form("mine")).statusCode()).isEqualTo(403);
        assertThat(outsider.post("/models/new", form("mine", "workspaces", "support, sales"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> fast = outsider.post("/models/fast/delete", Map.of());
        assertThat(fast.statusCode()).isEqualTo(403);
        assertThat(outsider.post("/models/new", form("mine", "workspaces", "support"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(outsider.get("/models/mine").body()).contains("Save");

        made("theirs", "workspaces", "sales");
        assertThat(outsider.get("/models").body()).doesNotContain("theirs");
        assertThat(outsider.get("/models/theirs").statusCode()).isEqualTo(404);
        HttpResponse<String> taken = outsider.post("/models/new", form("theirs", "workspaces", "support"));
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(Cells.text(taken.body())).contains("This name is taken. Choose another one");
        HttpResponse<String> leaning =
                outsider.post("/models/new", form("mine-2", "workspaces", "support", "then", "theirs"));
        assertThat(Cells.why(leaning, "wait")).contains("must be a batch model of your workspaces, or hold");
    }
}
