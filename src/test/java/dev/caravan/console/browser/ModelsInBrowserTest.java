package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.Workshop;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** From an account to a batch model that answers: credential, list of models, thinking level, save, test. */
class ModelsInBrowserTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        Browser.mustBeThere();
        workshop = Workshop.open(folder, "when: 'confidence < 0.7'");
        browser = Browser.open(workshop.server().url("")).login("admin", ConsoleServer.PASSWORD);
    }

    @AfterAll
    static void close() {
        if (workshop != null) {
            browser.close();
            workshop.close();
        }
    }

    private static String focus() {
        return String.valueOf(browser.script("return document.activeElement.id"));
    }

    /** Goes on with the key Tab until this field has the focus. */
    private static void tabTo(String id) {
        for (int i = 0; i < 60 && !focus().equals(id); i++) {
            browser.keys(Keys.TAB);
        }
        assertThat(focus()).isEqualTo(id);
    }

    @Test
    void keepsWhatIsTypedWhileTheChoicesAreAskedForAnew() throws IOException {
        var typed = new CountDownLatch(1);
        workshop.bean(Workshop.Providers.class).list(typed, "gpt-5", "gpt-5-mini");
        browser.size(1280, 1100, false);
        browser.go("/models/new?credential=simulated");
        browser.script(
                "document.addEventListener('htmx:afterSettle', () => { document.body.dataset.settled = 'yes' })");
        browser.find("#ask-provider").sendKeys(Keys.ENTER);
        browser.find("#in-other").sendKeys("gpt-turbo", Keys.HOME, Keys.RIGHT, Keys.RIGHT, Keys.RIGHT, Keys.RIGHT);
        typed.countDown();
        browser.until("body[data-settled]");
        assertThat(focus()).isEqualTo("in-other");
        browser.keys("9-");
        assertThat(browser.script("return document.getElementById('in-other').value"))
                .isEqualTo("gpt-9-turbo");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anAccountBecomesABatchModelThatAnswersByTheKeyboardAlone() throws IOException {
        var providers = workshop.bean(Workshop.Providers.class);
        providers.list("gpt-5", "gpt-5-mini", "gpt-9-turbo");
        providers.answer("A caravan is people who cross a desert together, with what they trade.");
        browser.size(1280, 1100, false);

        browser.go("/credentials/new");
        browser.script("document.addEventListener('htmx:configRequest', event =>"
                + " { window.asked = Object.keys(event.detail.parameters).join(' ') })");
        tabTo("in-name");
        browser.keys("acme");
        tabTo("in-secret");
        browser.keys("sk-1234-5678-9012-3456");
        browser.find("#in-provider").sendKeys("OpenAI");
        browser.keys(Keys.TAB);
        browser.until("[name='setting.purpose']");
        assertThat(String.valueOf(browser.script("return window.asked")))
                .contains("_csrf", "provider", "enqueued_tokens")
                .doesNotContain("secret");
        tabTo("in-secret");
        browser.keys(Keys.ENTER);
        browser.untilText(".flash", "Credential acme is made");
        assertThat(String.valueOf(browser.script("return document.documentElement.outerHTML")))
                .doesNotContain("sk-1234");

        browser.find("form[action$='/test'] button").sendKeys(Keys.ENTER);
        browser.untilText(".flash", "lists 3 models");
        browser.steady();
        browser.picture("credential");
        browser.find("a[href='/models/new?credential=acme']").sendKeys(Keys.ENTER);
        browser.until("#in-model");

        tabTo("in-name");
        browser.keys("short-answers");
        tabTo("in-model");
        browser.keys("gpt-5-m");
        browser.keys(Keys.TAB);
        browser.untilText("#choices", "$0.125 in");
        assertThat(focus()).as("after the choices came anew").isNotEmpty();
        tabTo("in-thinking");
        browser.keys("low");
        workshop.pass(Duration.ofMinutes(1));
        browser.find("#ask-provider").sendKeys(Keys.ENTER);
        browser.untilText("#choices [role=status]", "lists 3 models");
        assertThat(browser.script("return document.getElementById('in-thinking').value"))
                .isEqualTo("low");
        assertThat(focus()).isEqualTo("ask-provider");
        tabTo("in-parameters");
        browser.keys("{\"max_completion_tokens\": 900}");
        browser.picture("model-new");
        browser.send();
        browser.untilText(".flash", "Batch model short-answers is made");
        BatchModel made =
                Objects.requireNonNull(workshop.bean(Models.class).models().get("short-answers"));
        assertThat(List.of(made.credential().name(), made.model(), String.valueOf(made.thinking())))
                .containsExactly("acme", "gpt-5-mini", "low");
        assertThat(made.parameters()).isEqualTo(Map.of("max_completion_tokens", 900));

        browser.find("a[href$='/try']").sendKeys(Keys.ENTER);
        browser.until("#in-text");
        tabTo("in-text");
        browser.send();
        browser.untilText("main", "It costs at most $0.00");
        browser.find("button[name=most]").sendKeys(Keys.ENTER);
        browser.untilText("main", "people who cross a desert");
        browser.picture("model-test");

        for (String path : List.of(
                "/models",
                "/models/fast",
                "/models/short-answers",
                "/models/short-answers/try",
                "/models/short-answers/delete",
                "/models/new?credential=acme",
                "/credentials",
                "/credentials/acme",
                "/credentials/new?provider=openai&setting.purpose=x")) {
            browser.size(1280, 1100, false);
            browser.go(path);
            assertThat(browser.barriers()).as(path).isEmpty();
            browser.size(360, 800, true);
            assertThat(browser.barriers()).as(path + " dark and small").isEmpty();
            assertThat(browser.overflow()).as(path).isLessThanOrEqualTo(0);
        }
        browser.size(1280, 900, false);
        browser.go("/models");
        // As it is where Caravan is started with its folder config.
        browser.script(
                "document.querySelectorAll('td[data-name=Defined]').forEach(cell =>"
                        + " { if (cell.textContent.startsWith('/')) cell.textContent = cell.textContent.replace(/.*config/, 'config'); })");
        browser.picture("models");
        assertThat(browser.complaints()).isEmpty();
    }
}
