package dev.caravan;

import dev.caravan.config.Suggestion;
import dev.caravan.notice.WebhookReplays;
import dev.caravan.notice.WebhooksReader;
import dev.caravan.publish.Replays;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** The command {@code replay}: asks the Caravan of a data folder to send again what was given up for a sink or a webhook, or a publication. */
final class Replay {
    private static final Pattern SINK = Pattern.compile("^\\s+id:\\s*[\"']?sink-([A-Za-z0-9_-]+)[\"']?\\s*$");

    private Replay() {}

    /** Returns the exit code. */
    static int run(String[] options, PrintStream out, PrintStream err) {
        var given = new SimpleCommandLinePropertySource(options);
        String sink = given.getProperty("sink");
        String publication = given.getProperty("publication");
        String webhook = given.getProperty("webhook");
        return Properties.read(options, environment -> {
            try {
                if (webhook != null && sink == null && publication == null) {
                    return askForWebhook(webhook, environment, out, err);
                }
                return ask(publication, sink, environment, out, err);
            } catch (IOException e) {
                err.println("replay: " + e);
                return 1;
            }
        });
    }

    private static int ask(
            @Nullable String publication,
            @Nullable String sink,
            Environment environment,
            PrintStream out,
            PrintStream err)
            throws IOException {
        Set<String> known = sinks(Path.of(environment.getProperty("caravan.routes", "routes")));
        boolean toAll = sink == null || sink.isBlank();
        if (publication != null && !publication.matches("[1-9][0-9]{0,17}")) {
            err.println("replay: \"" + publication
                    + "\" can't be the number of a publication. The log and every published" + " line name it");
            return CaravanApplication.WRONG_USE;
        }
        if (toAll && publication == null) {
            err.println("replay: --sink=<name> says for which sink, --publication=<number> which publication,"
                    + " --webhook=<name> which webhook. "
                    + Suggestion.known(known));
            return CaravanApplication.WRONG_USE;
        }
        if (!toAll && !known.contains(String.valueOf(sink))) {
            err.println("replay: Unknown sink \"" + sink + "\". " + Suggestion.allowed(String.valueOf(sink), known));
            return CaravanApplication.WRONG_USE;
        }
        Path data = Path.of(environment.getProperty("caravan.data", "data"));
        if (!Files.isDirectory(data.resolve("ledger"))) {
            return noLedger(data, err);
        }
        Long number = publication == null ? null : Long.valueOf(publication);
        Path file = new Replays(data).ask(new Replays.Wish(number, toAll ? null : sink));
        String what = number == null
                ? "what was given up for " + sink
                : "publication " + number + (toAll ? "" : " for " + sink) + ", whether or not it was delivered,";
        out.println("replay: " + what + " is sent again, in a second if Caravan runs on "
                + data.toAbsolutePath().normalize() + ", else when it is started. Its log says how much. Until then, "
                + file + " can be deleted");
        return 0;
    }

    private static int askForWebhook(String webhook, Environment environment, PrintStream out, PrintStream err)
            throws IOException {
        Path config = Path.of(environment.getProperty("caravan.config", "config"));
        Path data = Path.of(environment.getProperty("caravan.data", "data"));
        Set<String> known = WebhooksReader.names(config);
        if (!known.contains(webhook)) {
            err.println("replay: Unknown webhook \"" + webhook + "\". " + Suggestion.allowed(webhook, known));
            return CaravanApplication.WRONG_USE;
        }
        if (!Files.isDirectory(data.resolve("ledger"))) {
            return noLedger(data, err);
        }
        Path file = new WebhookReplays(data).ask(webhook);
        out.println("replay: what was given up for webhook " + webhook
                + " is sent again, in a second if Caravan runs on "
                + data.toAbsolutePath().normalize() + ", else when it is started. Its log says how much. Until then, "
                + file + " can be deleted");
        return 0;
    }

    private static int noLedger(Path data, PrintStream err) {
        err.println("replay: There is no ledger in " + data.toAbsolutePath().normalize()
                + ". Nothing was asked for. --caravan.data=<folder> names another folder");
        return 1;
    }

    private static Set<String> sinks(Path routes) throws IOException {
        Set<String> sinks = new TreeSet<>();
        try (Stream<Path> files = Files.walk(routes)) {
            for (Path file : (Iterable<Path>) files.filter(one -> one.toString().endsWith(".camel.yaml"))::iterator) {
                for (String line : Files.readAllLines(file)) {
                    Matcher id = SINK.matcher(line);
                    if (id.matches()) {
                        sinks.add(id.group(1));
                    }
                }
            }
        }
        return sinks;
    }
}
