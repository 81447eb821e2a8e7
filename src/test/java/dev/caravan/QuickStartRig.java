package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.QuickStartPage.Lay;
import dev.caravan.QuickStartPage.See;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Somebody who does what the quick start says. What {@code bin/caravan} would do in a process of its own is done in this one by the
 * very classes; all else is typed into a shell. Changed are waits, the port, and where OpenAI is.
 */
final class QuickStartRig implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    private Path home;
    private Running running;
    private String last = "";
    private String printed = "";
    private final List<String> exported = new ArrayList<>();

    /** What a tarball has of configuration, packed for the first command. */
    QuickStartRig(Path folder) throws Exception {
        home = folder;
        shell("mkdir caravan-1 && cp -r \"$CHECKOUT\"/config \"$CHECKOUT\"/routes \"$CHECKOUT\"/examples caravan-1/"
                + " && cat caravan-1/config/providers.yaml > p && sed -e 's#https://api.openai.com/v1#${caravan.simulator.url}/openai/v1#'"
                + " -e 's/poll: {first: 30s, longest: 5m}/poll: {first: 3s, longest: 3s}/' p > caravan-1/config/providers.yaml"
                + " && tar -czf caravan-1.tar.gz caravan-1 && rm -r caravan-1 p");
    }

    Path home() {
        return home;
    }

    String url(String path) {
        return "http://localhost:" + running.context().getEnvironment().getProperty("local.server.port") + path;
    }

    void lay(Lay file) throws IOException {
        Files.writeString(home.resolve(file.path()), file.text());
    }

    void run(String command) throws Exception {
        last = command;
        if (command.startsWith("cd ")) {
            home = Path.of(shell(command + " && pwd").strip());
        } else if (command.startsWith("export ")) {
            exported.add("--" + command.substring("export ".length()));
        } else if (command.equals("bin/caravan")) {
            close();
            running = new Running(options(), Clock.systemUTC());
            running.start();
        } else {
            // Results take their time.
            until(() -> {
                again();
                return true;
            });
        }
    }

    private void again() throws Exception {
        printed = last.startsWith("bin/caravan ") ? caravan(last.substring("bin/caravan ".length())) : shell(last);
    }

    /** The last command prints these lines, in this order; it is repeated until it does. */
    void see(See expected) {
        until(() -> {
            if (shows(expected)) {
                return true;
            }
            again();
            return shows(expected);
        });
    }

    private boolean shows(See expected) {
        Iterator<String> lines = printed.lines().iterator();
        return expected.lines().stream().allMatch(wanted -> {
            while (lines.hasNext()) {
                if (wanted.matcher(lines.next()).matches()) {
                    return true;
                }
            }
            return false;
        });
    }

    void until(Callable<Boolean> isSo) {
        Awaitility.await()
                .alias(last + "\n" + printed)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(isSo);
    }

    private String shell(String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", command)
                .directory(home.toFile())
                .redirectErrorStream(true);
        builder.environment().put("CHECKOUT", Path.of("").toAbsolutePath().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + "\n" + said);
        }
        return said;
    }

    private String[] options() {
        List<String> all = new ArrayList<>(folders());
        all.add("--server.port=0");
        all.add("--caravan.examples.triage-tickets=" + home.resolve("examples/support-tickets.csv"));
        all.addAll(exported);
        for (String stage : List.of("receive", "read", "assemble", "submit", "poll", "collect", "publish")) {
            all.add("--caravan." + stage + ".every-ms=100");
        }
        return all.toArray(String[]::new);
    }

    private List<String> folders() {
        return List.of(
                "--caravan.config=" + home.resolve("config"),
                "--caravan.routes=" + home.resolve("routes"),
                "--caravan.data=" + home.resolve("data"));
    }

    /** @param line behind the name of the program */
    private String caravan(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            String text = word.group().replace("\"", "");
            words.add(Files.exists(home.resolve(text)) ? home.resolve(text).toString() : text);
        }
        String command = words.remove(0);
        words.addAll(folders());
        words.addAll(exported);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exit = run(command, words, new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(line + "\n" + text).isZero();
        return text;
    }

    private static int run(String command, List<String> words, PrintStream out) {
        String[] options = words.toArray(String[]::new);
        return switch (command) {
            case "check" -> Check.run(options, out);
            case "status" -> new Status(Voice.of("status", options, out, out), Clock.systemUTC()).run(options);
            case "reload" -> new Reload(PATIENCE, PATIENCE, out, out).run(options);
            case "rerun" -> new Rerun(PATIENCE, out, out).run(options);
            case "sample" -> new Sample(PATIENCE, out, out).run(Sample.asOptions(words));
            case "user" ->
                new AddUser(null, new ByteArrayInputStream(PASSWORD.getBytes(StandardCharsets.UTF_8)), out, out)
                        .run(options);
            default -> throw new AssertionError("No command of the quick start: " + command);
        };
    }

    @Override
    public void close() {
        if (running != null) {
            running.context().close();
        }
    }
}
