package dev.caravan;

import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * The commands {@code cancel}, {@code hold}, {@code release} and {@code open}: leave a request in the ledger of a data folder, also while a
 * Caravan runs on it, and print what became of it.
 */
final class Asking {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Kind kind;
    private final Duration patience;
    private final PrintStream out;
    private final PrintStream err;

    /** @param patience how long a running Caravan may take to answer */
    Asking(Kind kind, Duration patience, PrintStream out, PrintStream err) {
        this.kind = kind;
        this.patience = patience;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        Voice voice = Voice.of(name(), options, out, err);
        var given = new SimpleCommandLinePropertySource(options);
        List<Wish> wishes = new ArrayList<>();
        for (About about : allowed()) {
            String value = given.getProperty(about.name().toLowerCase(Locale.ROOT));
            if (value != null) {
                wishes.add(new Wish(kind, about, value.strip()));
            }
        }
        if (wishes.size() != 1 || wishes.get(0).value().isEmpty()) {
            return voice.wrong("says what: one of " + examples());
        }
        Wish wish = wishes.get(0);
        boolean numbered = wish.about() == About.BATCH || wish.about() == About.DROP;
        if (numbered && !wish.value().matches("\\d{1,18}")) {
            return voice.wrong("\"" + wish.value() + "\" is no number. One of " + examples());
        }
        return Properties.read(options, environment -> ask(wish, new DataFolder(environment), voice));
    }

    private int ask(Wish wish, DataFolder data, Voice voice) {
        Path path = data.path().toAbsolutePath().normalize();
        try (LedgerDoor door = data.door()) {
            Optional<String> subject = door.find(wish);
            if (subject.isEmpty()) {
                return voice.failed("The ledger in " + path + " knows no "
                        + wish.about().name().toLowerCase(Locale.ROOT) + " " + wish.value() + ". Nothing was done");
            }
            long request = door.ask(System.getProperty("user.name", "unknown"), wish);
            Optional<Answer> answer = await(door, request, patience);
            if (answer.filter(Answer::refused).isPresent()) {
                return voice.failed(subject.get() + ": " + answer.get().text());
            }
            String text = answer.map(Answer::text)
                    .orElse("noted. No Caravan on " + path
                            + " has answered yet: it is done when one runs there, before anything else is"
                            + " sent. Its log says what came of it");
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("request", request);
            document.put("about", wish.about().name().toLowerCase(Locale.ROOT) + " " + wish.value());
            document.put("state", answer.isPresent() ? "done" : "waiting");
            document.put("answer", text);
            return voice.done(subject.get() + ": " + text, document);
        } catch (LedgerException e) {
            return voice.failed(e.getMessage() + ". Nothing was done. --caravan.data=<folder> names another folder");
        }
    }

    /** What the process that owns the ledger says; empty if it says nothing in this time. */
    static Optional<Answer> await(LedgerDoor door, long request, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Optional<Answer> answer = door.answer(request);
        while (answer.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            answer = door.answer(request);
        }
        return answer;
    }

    private List<About> allowed() {
        return switch (kind) {
            case CANCEL -> List.of(About.BATCH, About.DROP, About.TASK);
            case HOLD -> List.of(About.DROP, About.TASK);
            case OPEN -> List.of(About.DROP);
            default -> List.of(About.values());
        };
    }

    private String examples() {
        String most = "--batch=12, --drop=4, --task=triage-tickets";
        return switch (kind) {
            case CANCEL -> most;
            case HOLD -> "--drop=4, --task=triage-tickets";
            case OPEN -> "--drop=4";
            default -> most + ", --code=request_too_large";
        };
    }

    private String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
