package dev.caravan.console.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.intake.CurrentRecipes;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Setups;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsPageTest {
    private static final String SECRET = "sk-never-shown-again-4711";

    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Client admin;
    /** Whatever anybody got to see. */
    private static final List<String> SEEN = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "when: 'confidence < 0.5'");
        admin = workshop.server().login("admin");
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    @BeforeEach
    void aWhileLater() {
        workshop.pass(Duration.ofMinutes(1));
        admin.get("/credentials/new");
    }

    private static HttpResponse<String> get(String path) {
        HttpResponse<String> page = admin.get(path);
        SEEN.add(page.body());
        return page;
    }

    private static HttpResponse<String> post(String path, Map<String, String> form) {
        HttpResponse<String> page = admin.post(path, form);
        SEEN.add(page.body());
        return page;
    }

    private static Map<String, String> form(String... pairs) {
        Map<String, String> form = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            form.put(pairs[i], pairs[i + 1]);
        }
        return form;
    }

    private static void made(String name) {
        assertThat(post("/credentials/new", form("name", name, "provider", "openai", "secret", SECRET))
                        .statusCode())
                .isEqualTo(303);
    }

    private static Credential credential(String name) {
        return Objects.requireNonNull(workshop.bean(Models.class).credentials().get(name));
    }

    private static List<String> events(String name) {
        return workshop.ledger().events().of("credential " + name, 10).stream()
                .map(event -> event.kind() + " " + event.actor() + ": " + event.body())
                .toList();
    }

    @Test
    void theListSaysOfEachWhereItLeadsWhetherItWorksAndWhereItIsDefined() {
        HttpResponse<String> page = workshop.server().login("reader").get("/credentials");
        assertThat(page.body()).doesNotContain("New credential");
        assertThat(Cells.rows(page))
                .filteredOn(row -> row.get("Name").equals("openai"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsOnly(
                                entry("Name", "openai"),
                                entry("Provider", "OpenAI"),
                                entry("Base URL", "https://api.openai.com/v1"),
                                entry("State", "waits The environment variable OPENAI_API_KEY is not set"),
                                entry("Batch models", ""),
                                entry("Models listed", ""),
                                entry("Asked", "never"),
                                entry("Defined", row.get("Defined"))))
                .satisfies(row -> assertThat(row.get("Defined")).matches(".*models\\.yaml:\\d+"));
        assertThat(Cells.rows(page))
                .filteredOn(row -> row.get("Name").equals("simulated"))
                .extracting(row -> row.get("State"), row -> row.get("Batch models"))
                .containsExactly(tuple("usable", "fast careful"));
    }

    @Test
    void itIsMadeTestedChangedAndDeletedAndNobodySeesItsSecret() throws IOException {
        made("acme");
        assertThat(credential("acme").secret().reveal()).isEqualTo(SECRET);
        HttpResponse<String> page = get("/credentials/acme");
        assertThat(Cells.text(page.body()))
                .contains("Credential acme is made. Test it, then make a batch model of it.")
                .contains("It is set; nobody can read it here. Left out, it stays.");
        assertThat(Cells.facts(page).get("secret")).startsWith("set by admin, 20");
        assertThat(page.body()).contains("<input type=\"password\" id=\"in-secret\" name=\"secret\"");

        workshop.bean(Workshop.Providers.class).list("gpt-5", "gpt-5-mini");
        assertThat(post("/credentials/acme/test", Map.of()).statusCode()).isEqualTo(303);
        HttpResponse<String> tested = get("/credentials/acme");
        assertThat(Cells.text(tested.body()))
                .contains("The provider takes the credential and lists 2 models.", "gpt-5 gpt-5-mini");
        assertThat(Cells.rows(get("/credentials")))
                .filteredOn(row -> row.get("Name").equals("acme"))
                .extracting(row -> row.get("Models listed"))
                .containsExactly("2");

        HttpResponse<String> saved = post(
                "/credentials/acme",
                form(
                        "provider",
                        "openai",
                        "enqueued_tokens",
                        "gpt-5-mini=40000000\n\ngpt-5 = 1500000",
                        "setting.completion-window",
                        "24h",
                        "webhook_secret",
                        "whsec_" + SECRET,
                        "revision",
                        Cells.hidden(tested, "revision")));
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(credential("acme").secret().reveal()).isEqualTo(SECRET);
        assertThat(credential("acme").enqueuedTokens())
                .isEqualTo(Map.of("gpt-5-mini", 40_000_000L, "gpt-5", 1_500_000L));
        assertThat(Objects.requireNonNull(credential("acme").webhookSecret()).reveal())
                .isEqualTo("whsec_" + SECRET);
        HttpResponse<String> filled = get("/credentials/acme");
        assertThat(Cells.text(filled.body())).contains("gpt-5-mini=40000000 gpt-5=1500000");

        assertThat(post(
                                "/credentials/acme",
                                form(
                                        "provider",
                                        "openai",
                                        "without_webhook",
                                        "yes",
                                        "revision",
                                        Cells.hidden(filled, "revision")))
                        .statusCode())
                .isEqualTo(303);
        assertThat(credential("acme").webhookSecret()).isNull();

        HttpResponse<String> asked = get("/credentials/acme/delete");
        assertThat(Cells.text(asked.body()))
                .contains("Delete credential acme?", "with its secrets, which can't be brought");
        assertThat(post("/credentials/acme/delete", form("revision", Cells.hidden(asked, "revision")))
                        .statusCode())
                .isEqualTo(303);
        assertThat(workshop.bean(Models.class).credentials()).doesNotContainKey("acme");
        assertThat(events("acme"))
                .containsExactly(
                        "SETUP_REMOVED admin: It was deleted over HTTP, with its secrets",
                        "SETUP_CHANGED admin: It was changed over HTTP: enqueued_tokens, settings, webhook_secret",
                        "SETUP_CHANGED admin: It was changed over HTTP: enqueued_tokens, settings, webhook_secret",
                        "SETUP_MADE admin: It was made over HTTP: provider, secret");
        SEEN.addAll(events("acme"));
        SEEN.add(workshop.ledger().setups().list().toString());
        assertThat(SEEN).noneMatch(text -> text.contains(SECRET));
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRET);
            }
        }
    }

    @Test
    void aFormThatFailsKeepsWhatWasTypedButTheSecretAndSaysSo() {
        HttpResponse<String> page = post(
                "/credentials/new",
                form(
                        "name",
                        "Bad <b>",
                        "provider",
                        "azure-openai",
                        "secret",
                        SECRET,
                        "base_url",
                        "https://169.254.169.254/",
                        "query",
                        "api-version=2023-05-15",
                        "setting.purpose",
                        "${HOME}"));
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(Cells.why(page, "base_url")).startsWith("169.254.169.254 is not in caravan.outgoing.hosts");
        assertThat(Cells.why(page, "secret")).isEqualTo("Type it again: what was typed is not sent back to a page");
        assertThat(Cells.text(page.body())).contains("can't hold a placeholder");
        assertThat(page.body()).doesNotContain(SECRET, "<b>").contains("value=\"Bad &lt;b&gt;\"", "<details open>");
        assertThat(Cells.text(page.body())).contains("api-version=2023-05-15");

        HttpResponse<String> dated = post(
                "/credentials/new",
                form("name", "azure", "provider", "azure-openai", "secret", SECRET, "query", "api-version=2023-05-15"));
        assertThat(dated.statusCode()).isEqualTo(422);
        assertThat(Cells.why(dated, "query"))
                .startsWith("The api-version \"2023-05-15\" has no batches: a dated version needs the suffix -preview");
        HttpResponse<String> lines =
                post("/credentials/new", form("name", "lines", "provider", "openai", "query", "no equals here"));
        assertThat(Cells.why(lines, "query")).endsWith("this is none: no equals here");
        HttpResponse<String> none = post("/credentials/new", form("name", "none", "provider", "openai"));
        assertThat(Cells.why(none, "secret")).isEqualTo("Missing key \"secret\"");
        HttpResponse<String> line =
                post("/credentials/new", form("name", "crlf", "provider", "openai", "secret", "a\r\nX-Evil: 1"));
        assertThat(Cells.why(line, "secret")).startsWith("must be printable ASCII without spaces");
        assertThat(workshop.bean(Models.class).credentials())
                .doesNotContainKeys("Bad <b>", "azure", "lines", "none", "crlf");
    }

    @Test
    void whoeverChangesWhereASecretGoesMustKnowIt() {
        made("moving");
        HttpResponse<String> page = get("/credentials/moving");
        HttpResponse<String> moved =
                post("/credentials/moving", form("provider", "simulator", "revision", Cells.hidden(page, "revision")));
        assertThat(moved.statusCode()).isEqualTo(422);
        assertThat(Cells.why(moved, "secret")).startsWith("must be given again, since the provider or the base URL");
        assertThat(credential("moving").provider().name()).isEqualTo("openai");
    }

    @Test
    void whoeverComesLaterIsToldWhatSomebodyElseChanged() {
        made("busy");
        String seen = Cells.hidden(get("/credentials/busy"), "revision");
        assertThat(post("/credentials/busy", form("provider", "openai", "enqueued_tokens", "gpt-5=1", "revision", seen))
                        .statusCode())
                .isEqualTo(303);
        HttpResponse<String> stale = post(
                "/credentials/busy",
                form("provider", "openai", "enqueued_tokens", "gpt-5=2", "secret", SECRET, "revision", seen));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(Cells.rows(stale))
                .containsExactly(Map.of("Name", "enqueued_tokens", "Now", "{\"gpt-5\":1}", "Yours", "{\"gpt-5\":2}"));
        assertThat(Cells.why(stale, "secret")).startsWith("Type it again");
        assertThat(credential("busy").enqueuedTokens()).isEqualTo(Map.of("gpt-5", 1L));
    }

    @Test
    void whatIsUsedIsNotDeletedAndOfAFileNothingIsChanged() {
        assertThat(Cells.text(get("/credentials/simulated/delete").body())).contains("It is defined in ");
        HttpResponse<String> saved = post("/credentials/simulated", form("provider", "openai", "revision", "1.1"));
        assertThat(saved.statusCode()).isEqualTo(409);
        assertThat(Cells.text(saved.body())).contains("The credential \"simulated\" is defined in ");
        made("used");
        assertThat(post("/models/new", form("name", "user", "credential", "used", "model", "gpt-5"))
                        .statusCode())
                .isEqualTo(303);
        HttpResponse<String> kept = get("/credentials/used/delete");
        assertThat(Cells.text(kept.body())).contains("It is in use: batch model \"user\". Nothing was deleted.");
        String revision = workshop.ledger()
                .setups()
                .find(Setups.Kind.CREDENTIAL, "used")
                .orElseThrow()
                .revision()
                .text();
        assertThat(post("/credentials/used/delete", form("revision", revision)).statusCode())
                .isEqualTo(409);
        assertThat(credential("used").provider().name()).isEqualTo("openai");
    }

    @Test
    void whatIsOpenWasSentWithItAsItIs() {
        made("sending");
        assertThat(post("/models/new", form("name", "sender", "credential", "sending", "model", "gpt-5-mini"))
                        .statusCode())
                .isEqualTo(303);
        int task = workshop.ledger().recipes().taskId("gateway/default/chat/sender");
        int recipe = workshop.bean(CurrentRecipes.class).recipeOf("gateway/default/chat/sender");
        workshop.ledger().assembly().open(new Assembly.NewBatch(task, recipe, "sending"));
        HttpResponse<String> page = get("/credentials/sending");
        assertThat(Cells.text(page.body())).contains("What is open was sent with it as it is: batch ");
        HttpResponse<String> moved = post(
                "/credentials/sending",
                form(
                        "provider",
                        "openai",
                        "secret",
                        SECRET,
                        "setting.purpose",
                        "other",
                        "revision",
                        Cells.hidden(page, "revision")));
        assertThat(moved.statusCode()).isEqualTo(409);
        assertThat(Cells.text(moved.body())).contains("Make another credential and let the batch models use that one");
    }

    @Test
    void theFormFollowsTheProviderAndNoSecretGoesAlong() {
        HttpResponse<String> openai = admin.postAhead("/credentials/new/choices", form("provider", "openai"));
        assertThat(openai.body())
                .startsWith("<div id=\"choices\" data-keeps>")
                .contains("https://api.openai.com/v1 if left out", "name=\"setting.purpose\"");
        HttpResponse<String> gemini = admin.postAhead("/credentials/new/choices", form("provider", "gemini"));
        assertThat(gemini.body()).doesNotContain("name=\"setting.purpose\"");
        HttpResponse<String> fresh = get("/credentials/new");
        assertThat(fresh.body()).contains("hx-params=\"not secret,webhook_secret\"");
        assertThat(Cells.options(fresh, "provider"))
                .contains("OpenAI (openai)")
                .noneMatch(one -> one.contains("bedrock"));
        HttpResponse<String> whole =
                post("/credentials/new/choices", form("name", "kept", "provider", "openai", "secret", SECRET));
        assertThat(whole.body())
                .contains("value=\"kept\"", "name=\"setting.purpose\"")
                .doesNotContain(SECRET);
        assertThat(Cells.options(whole, "provider")).contains("*OpenAI (openai)");
    }

    @Test
    void whoeverIsLimitedToWorkspacesMayLookButNotTouch() {
        made("foreign");
        Client outsider = workshop.server().login("outsider");
        assertThat(outsider.get("/credentials").body()).contains("simulated").doesNotContain("foreign");
        assertThat(outsider.get("/credentials/foreign").statusCode()).isEqualTo(404);
        HttpResponse<String> page = outsider.get("/credentials/simulated");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("Save", "Delete…");
        assertThat(outsider.get("/credentials/new").statusCode()).isEqualTo(403);
        outsider.get("/models/new");
        assertThat(outsider.post("/credentials/new", form("name", "x", "provider", "openai", "secret", "k"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(outsider.post("/credentials/simulated", form("provider", "openai"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(outsider.post("/credentials/simulated/delete", Map.of()).statusCode())
                .isEqualTo(403);
    }
}
