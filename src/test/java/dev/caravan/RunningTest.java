package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.ConfigurationProblems;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Reloads.Wish;
import dev.caravan.reload.LastGood;
import dev.caravan.testkit.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.util.FileSystemUtils;

/** A process that is told to read its files again, as it is shipped but without the simulator. */
class RunningTest {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String HELLO = "# hello\n";

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private Running running;
    private int port;

    @TempDir
    Path folder;

    private final Set<String> logSettings = LogSettings.present();

    @BeforeEach
    void begin() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("config"), folder.resolve("config"));
        FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
        Files.createDirectories(folder.resolve("data/inbox"));
        port = Ports.free();
        edit("config/application.yaml", "port: 8080", "port: " + port);
        edit("config/application.yaml", "active: simulator", "active: plain");
        edit("config/application.yaml", "every-ms: 1000", "every-ms: 100");
        running = new Running(options(), Clock.systemUTC());
        running.start();
    }

    @AfterEach
    void end() {
        running.context().close();
        LogSettings.forget(logSettings);
    }

    private String[] options(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--caravan.config=" + folder.resolve("config"),
                "--caravan.routes=" + folder.resolve("routes"),
                "--caravan.data=" + folder.resolve("data")));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private int reload(String... more) {
        said.reset();
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Reload(Duration.ofSeconds(30), Duration.ofSeconds(60), both, both).run(options(more));
    }

    /** Without what is another in each run: milliseconds, the folder, the port. */
    private String said() {
        return said.toString(StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\d+ ms", "0 ms")
                .replaceAll("for \\d+ routes|\\d+ tasks, \\d+ routes", "all of it")
                .replace(folder.toString(), "FOLDER")
                .replace(String.valueOf(port), "PORT");
    }

    private Ledger ledger() {
        return running.context().getBean(Ledger.class);
    }

    private int served(int at, String path) throws IOException, InterruptedException {
        return answer(at, path).statusCode();
    }

    private HttpResponse<String> answer(int at, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + at + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void runsWithTheFilesAsTheyAre() throws Exception {
        FileSystemUtils.copyRecursively(
                folder.resolve("config/tasks/triage-tickets"), folder.resolve("config/tasks/another"));
        append("config/application.yaml", "logging.pattern.console: 'log %msg%n'\n");

        assertThat(reload("--why=a new task")).isZero();

        assertThat(said()).isEqualTo("reload: node 1: runs with the files as they are (all of it; away for 0 ms)");
        assertThat(folder.resolve("data/inbox/another")).isDirectory();
        assertThat(System.getProperty("CONSOLE_LOG_PATTERN")).isEqualTo("log %msg%n");
        assertThat(served(port, "/actuator/health")).isEqualTo(200);
        assertThat(running.loaded().lastGood()).isFalse();
        assertThat(ledger().events().counts())
                .containsEntry(EventKind.RELOADED, 1L)
                .doesNotContainKey(EventKind.FELL_BACK);
        assertThat(new LastGood(folder.resolve("data"))
                        .find()
                        .orElseThrow()
                        .config()
                        .resolve("tasks/another/task.yaml"))
                .exists();
    }

    @Test
    void goesOnWithWhatItHadIfTheFilesHaveProblems() throws Exception {
        Object before = running.context();
        edit("config/tasks/triage-tickets/task.yaml", "model: fast", "model: nonsense");
        edit("routes/pipeline/submit.camel.yaml", "ref: submit,", "ref: submitt,");

        assertThat(reload()).isEqualTo(1);

        assertThat(said())
                .startsWith(
                        "reload: node 1: runs on with what it had, because of\n  Unknown batch model \"nonsense\" in"
                                + " FOLDER/config/tasks/triage-tickets/task.yaml:3. Known: fast, careful\n  ")
                .contains("submitt")
                .contains("FOLDER/routes/pipeline/submit.camel.yaml:");
        assertThat(running.context()).isSameAs(before);
        assertThat(served(port, "/actuator/health")).isEqualTo(200);
        assertThat(ledger().events().counts()).containsEntry(EventKind.RELOAD_REFUSED, 1L);
    }

    @Test
    void saysWhichLineOfTheSettingsIsNoYaml() throws Exception {
        append("config/application.yaml", "broken: [1, 2\n");
        int line = Files.readAllLines(folder.resolve("config/application.yaml")).size() + 1;

        assertThat(running.check())
                .containsExactly("It is no YAML: expected ',' or ']', but got <stream end> in "
                        + folder.resolve("config/application.yaml") + ":" + line
                        + ". Met while parsing a flow sequence");
    }

    @Test
    void refusesWhatTheLedgerWouldNotTakeAndWhatCantMove() throws Exception {
        append("config/tasks/triage-tickets/system.md", HELLO);
        assertThat(running.check())
                .containsExactly(
                        "Prompt, schema or rules of task \"triage-tickets\" were changed, but its version is still 1"
                                + " in " + folder.resolve("config/tasks/triage-tickets/task.yaml")
                                + ". Raise version, or put the files back");
        append("config/application.yaml", "caravan.spool: elsewhere\n");
        assertThat(running.check()).hasSize(2);
        assertThat(running.check().get(0))
                .isEqualTo("caravan.spool is not what this process began with in "
                        + folder.resolve("config/application.yaml")
                        + ". A reload can't move it: stop Caravan and start it again");
    }

    @Test
    void fallsBackToTheLastGoodCopyAndTakesMendedFilesAfterwards() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            edit("config/application.yaml", "port: " + port, "port: " + taken.getLocalPort());

            assertThat(reload()).isEqualTo(1);

            assertThat(said().replace(String.valueOf(taken.getLocalPort()), "TAKEN"))
                    .isEqualTo("reload: node 1: runs with the last good copy (away for 0 ms), because of\n"
                            + "  Port TAKEN is already in use");
        }
        assertThat(running.loaded().lastGood()).isTrue();
        assertThat(served(port, "/actuator/health")).isEqualTo(200);
        assertThat(answer(port, "/actuator/prometheus").body()).contains("\ncaravan_on_last_good 1.0\n");
        assertThat(ledger().events().counts()).containsEntry(EventKind.FELL_BACK, 1L);

        Path file = folder.resolve("config/application.yaml");
        Files.writeString(file, Files.readString(file).replaceFirst("port: \\d+", "port: " + port));
        assertThat(reload()).isZero();
        assertThat(running.loaded().lastGood()).isFalse();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void waitsForItsPortWhileSomebodyElseHasIt(CapturedOutput log) throws Exception {
        FutureTask<Void> quick = new FutureTask<>(() -> {
            try (ServerSocket taken = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .ignoreExceptionsInstanceOf(BindException.class)
                    .until(() -> new ServerSocket(port), socket -> true)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> log.getOut().contains("Port " + taken.getLocalPort() + " was already in use"));
            }
            return null;
        });
        new Thread(quick, "quick").start();

        assertThat(reload()).isZero();

        quick.get();
        assertThat(said()).isEqualTo("reload: node 1: runs with the files as they are (all of it; away for 0 ms)");
        assertThat(log.getOut()).contains("for a moment somebody else had it");
        assertThat(running.loaded().lastGood()).isFalse();
        assertThat(served(port, "/actuator/health")).isEqualTo(200);
    }

    @Test
    void aProcessInWhichNothingRunsAnyMoreEndsWithAFailure() {
        running.context().close();
        BlockingQueue<Integer> exits = new LinkedBlockingQueue<>();
        running = new Running(options(), Clock.systemUTC(), exits::add);
        running.start();
        running.context().close();

        running.reload(new Wish(1, Instant.EPOCH, "ann", ""));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> exits.contains(1));
    }

    @Test
    void startsWithTheLastGoodCopyOnlyIfItMay() throws Exception {
        running.context().close();
        edit("config/tasks/triage-tickets/task.yaml", "model: fast", "model: nonsense");

        assertThatThrownBy(() -> new Running(options(), Clock.systemUTC()).start())
                .isInstanceOf(ConfigurationProblems.class);

        running = new Running(options("--caravan.start-from-last-good=true"), Clock.systemUTC());
        running.start();
        assertThat(running.loaded().lastGood()).isTrue();
        assertThat(running.loaded().why())
                .containsExactly("Unknown batch model \"nonsense\" in "
                        + folder.resolve("config/tasks/triage-tickets/task.yaml") + ":3. Known: fast, careful");
        assertThat(served(port, "/actuator/health")).isEqualTo(200);
    }

    @Test
    void reloadsByItselfWhenFilesChangeIfItIsToldTo() throws Exception {
        append("config/application.yaml", "caravan.reload.on-change: true\n");
        assertThat(reload()).isZero();
        Object before = running.context();

        append("config/models.yaml", HELLO);

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> running.context() != before);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> ledger().events().counts().getOrDefault(EventKind.RELOADED, 0L) == 2);
    }

    @Test
    void peopleStayLoggedInUnlessTheFilesOfWhoMayLogInHaveChanged() throws Exception {
        String users = "users:\n  ann: {password: \"" + new BCryptPasswordEncoder(4).encode("secret-of-ann")
                + "\", roles: [operate]}\n";
        Files.writeString(folder.resolve("config/users.yaml"), users);
        assertThat(reload()).isZero();
        logIn();
        assertThat(served(port, "/monitor")).isEqualTo(200);

        assertThat(reload()).isZero();
        assertThat(served(port, "/monitor")).isEqualTo(200);

        Files.writeString(folder.resolve("config/users.yaml"), users + HELLO);
        assertThat(reload()).isZero();
        assertThat(served(port, "/monitor")).isEqualTo(302);
    }

    @Test
    void thePageTellsWhatWasChangedAndWhatIsWrongWithIt() throws Exception {
        Files.writeString(
                folder.resolve("config/users.yaml"),
                "users:\n  ann: {password: \"" + new BCryptPasswordEncoder(4).encode("secret-of-ann")
                        + "\", roles: [operate]}\n");
        assertThat(reload()).isZero();
        logIn();
        assertThat(page()).contains("Nothing was changed since.");

        edit("config/tasks/triage-tickets/task.yaml", "model: fast", "model: nonsense");
        Files.writeString(folder.resolve("config/tasks/triage-tickets/notes.md"), HELLO);
        assertThat(page())
                .contains(
                        "<li class=\"wrap\">config/tasks/triage-tickets/notes.md (new)</li>",
                        "<li class=\"wrap\">config/tasks/triage-tickets/task.yaml</li>",
                        "<li class=\"wrap\">Unknown batch model &quot;nonsense&quot; in "
                                + folder.resolve("config/tasks/triage-tickets/task.yaml")
                                + ":3. Known: fast, careful</li>");

        edit("config/tasks/triage-tickets/task.yaml", "model: nonsense", "model: careful");
        assertThat(page()).contains("No problems were found in the files.");
    }

    private String page() throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/reload"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void logIn() throws IOException, InterruptedException {
        URI login = URI.create("http://localhost:" + port + "/login");
        String page = http.send(HttpRequest.newBuilder(login).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher csrf = CSRF.matcher(page);
        assertThat(csrf.find()).as(page).isTrue();
        http.send(
                HttpRequest.newBuilder(login)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("username=ann&password=secret-of-ann&_csrf="
                                + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private void edit(String name, String what, String by) throws IOException {
        Path file = folder.resolve(name);
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
    }

    private void append(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, Files.readString(file) + text);
    }
}
