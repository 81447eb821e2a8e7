package dev.caravan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.config.Suggestion;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.rerun.Filter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** The command {@code rerun}: shows what records would go again and what that costs; with {@code --yes} they go. */
final class Rerun {
    private static final String YES = "yes";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Duration patience;
    private final PrintStream out;
    private final PrintStream err;

    /** @param patience how long a running Caravan may take to answer: it reads every record of the task */
    Rerun(Duration patience, PrintStream out, PrintStream err) {
        this.patience = patience;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        Voice voice = Voice.of("rerun", options, out, err);
        var given = new SimpleCommandLinePropertySource(options);
        String why = given.getProperty("why");
        boolean yes = given.containsProperty(YES) && !"false".equals(given.getProperty(YES));
        try {
            check(given);
            Filter filter = Filter.of(given::getProperty);
            if (yes && (why == null || why.isBlank())) {
                throw new IllegalArgumentException(
                        "--why=\"…\" says why they go again; it must be given, for it is kept");
            }
            Map<String, String> value = new LinkedHashMap<>(filter.toMap());
            if (yes) {
                value.put("why", String.valueOf(why));
            }
            return Properties.read(
                    options,
                    environment -> ask(
                            filter,
                            new Wish(yes ? Kind.RERUN : Kind.RERUN_PREVIEW, About.TASK, json(value)),
                            new DataFolder(environment),
                            voice));
        } catch (IllegalArgumentException e) {
            return voice.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** What is not understood must not be passed over: without its filter a rerun would send everything. */
    private static void check(SimpleCommandLinePropertySource given) {
        List<String> names = Stream.concat(Filter.NAMES.stream(), Stream.of("why", YES, Voice.OPTION))
                .toList();
        String other = given.getProperty(CommandLinePropertySource.DEFAULT_NON_OPTION_ARGS_PROPERTY_NAME);
        if (other != null) {
            throw new IllegalArgumentException("\"" + other + "\" is no option. Write --name=value");
        }
        for (String name : given.getPropertyNames()) {
            // Those with a dot are settings, such as caravan.data.
            if (!names.contains(name) && name.indexOf('.') < 0) {
                throw new IllegalArgumentException("--" + name + " is no option. " + Suggestion.allowed(name, names));
            }
            boolean empty = String.valueOf(given.getProperty(name)).isBlank();
            if (empty && Filter.NAMES.contains(name) && !Filter.FLAGS.contains(name)) {
                throw new IllegalArgumentException(
                        "--" + name + " has no value. Leave it out where it does not matter");
            }
        }
    }

    private int ask(Filter filter, Wish wish, DataFolder data, Voice voice) {
        Path path = data.path().toAbsolutePath().normalize();
        try (LedgerDoor door = data.door()) {
            if (door.find(new Wish(wish.kind(), About.TASK, filter.task())).isEmpty()) {
                return voice.failed("The ledger in " + path + " knows no task " + filter.task() + ". Nothing was done");
            }
            long request = door.ask(System.getProperty("user.name", "unknown"), wish);
            Optional<Answer> answer = Asking.await(door, request, patience);
            return answer.isPresent()
                    ? tell(answer.get(), request, wish.kind(), voice)
                    : silence(door, request, wish, path, voice);
        } catch (LedgerException e) {
            return voice.failed(e.getMessage() + ". Nothing was done. --caravan.data=<folder> names another folder");
        }
    }

    private static int tell(Answer answer, long request, Kind kind, Voice voice) {
        if (answer.refused()) {
            return voice.failed(answer.text());
        }
        boolean preview = kind == Kind.RERUN_PREVIEW;
        return voice.done(
                answer.text() + (preview ? "\nNothing was sent. With --yes --why=\"…\" they go" : ""),
                document(request, preview ? "preview" : "begun", answer.text()));
    }

    private int silence(LedgerDoor door, long request, Wish wish, Path path, Voice voice) {
        if (wish.kind() == Kind.RERUN_PREVIEW) {
            door.withdraw(request);
            return voice.failed("No Caravan on " + path + " has answered within " + patience.toSeconds()
                    + " s, and only a running one can tell what it costs");
        }
        String text = "noted. No Caravan on " + path
                + " has answered yet: it is done when one runs there. Its log says what came of it";
        return voice.done(text, document(request, "waiting", text));
    }

    private static Map<String, Object> document(long request, String state, String answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("request", request);
        document.put("state", state);
        document.put("answer", answer);
        return document;
    }

    private static String json(Map<String, String> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }
}
