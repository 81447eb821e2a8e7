package dev.caravan;

import dev.caravan.config.Suggestion;
import dev.caravan.ledger.LedgerPlace;
import dev.caravan.notice.WebhookReplays;
import dev.caravan.notice.WebhooksReader;
import dev.caravan.publish.Replays;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
        Voice voice = Voice.of("replay", options, out, err);
        return Properties.read(options, environment -> {
            try {
                if (webhook == null) {
                    return ask(publication, sink, environment, voice);
                }
                return sink == null && publication == null
                        ? askForWebhook(webhook, environment, voice)
                        : voice.wrong("--webhook=<name> stands alone, without --sink and --publication");
            } catch (IOException e) {
                return voice.failed(e.toString());
            }
        });
    }

    private static int ask(@Nullable String publication, @Nullable String sink, Environment environment, Voice voice)
            throws IOException {
        Set<String> known = sinks(Path.of(environment.getProperty("caravan.routes", "routes")));
        boolean toAll = sink == null || sink.isBlank();
        if (publication != null && !publication.matches("[1-9][0-9]{0,17}")) {
            return voice.wrong("\"" + publication
                    + "\" can't be the number of a publication. The log and every published line name it");
        }
        if (toAll && publication == null) {
            return voice.wrong("--sink=<name> says for which sink, --publication=<number> which publication,"
                    + " --webhook=<name> which webhook. "
                    + Suggestion.known(known));
        }
        if (!toAll && !known.contains(String.valueOf(sink))) {
            return voice.wrong("Unknown sink \"" + sink + "\". " + Suggestion.allowed(String.valueOf(sink), known));
        }
        Path data = Path.of(environment.getProperty("caravan.data", "data"));
        if (!LedgerPlace.of(environment, data).mayBeThere()) {
            return noLedger(data, voice);
        }
        Long number = publication == null ? null : Long.valueOf(publication);
        Path file = new Replays(data).ask(new Replays.Wish(number, toAll ? null : sink));
        String what = number == null
                ? "what was given up for " + sink
                : "publication " + number + (toAll ? "" : " for " + sink) + ", whether or not it was delivered,";
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("publication", number);
        document.put("sink", toAll ? null : sink);
        document.put("state", "asked");
        document.put("file", file.toString());
        return voice.done(
                what + " is sent again, in a second if Caravan runs on "
                        + data.toAbsolutePath().normalize()
                        + ", else when it is started. Its log says how much. Until then, "
                        + file + " can be deleted",
                document);
    }

    private static int askForWebhook(String webhook, Environment environment, Voice voice) throws IOException {
        Path config = Path.of(environment.getProperty("caravan.config", "config"));
        Path data = Path.of(environment.getProperty("caravan.data", "data"));
        Set<String> known = WebhooksReader.names(config);
        if (!known.contains(webhook)) {
            return voice.wrong("Unknown webhook \"" + webhook + "\". " + Suggestion.allowed(webhook, known));
        }
        if (!LedgerPlace.of(environment, data).mayBeThere()) {
            return noLedger(data, voice);
        }
        Path file = new WebhookReplays(data).ask(webhook);
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("webhook", webhook);
        document.put("state", "asked");
        document.put("file", file.toString());
        return voice.done(
                "what was given up for webhook " + webhook + " is sent again, in a second if Caravan runs on "
                        + data.toAbsolutePath().normalize()
                        + ", else when it is started. Its log says how much. Until then, "
                        + file + " can be deleted",
                document);
    }

    private static int noLedger(Path data, Voice voice) {
        return voice.failed("There is no ledger in " + data.toAbsolutePath().normalize()
                + ". Nothing was asked for. --caravan.data=<folder> names another folder");
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
