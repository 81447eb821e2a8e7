package dev.caravan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** The command {@code rerun}: shows what records would go again and what that costs; with {@code --yes} they go. */
final class Rerun {
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
        var given = new SimpleCommandLinePropertySource(options);
        String why = given.getProperty("why");
        boolean yes = given.containsProperty("yes");
        try {
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
                            new DataFolder(environment)));
        } catch (IllegalArgumentException e) {
            err.println("rerun: " + e.getMessage());
            return CaravanApplication.WRONG_USE;
        }
    }

    private int ask(Filter filter, Wish wish, DataFolder data) {
        Path path = data.path().toAbsolutePath().normalize();
        try (LedgerDoor door = data.door()) {
            if (door.find(new Wish(wish.kind(), About.TASK, filter.task())).isEmpty()) {
                err.println("rerun: The ledger in " + path + " knows no task " + filter.task() + ". Nothing was done");
                return 1;
            }
            long request = door.ask(System.getProperty("user.name", "unknown"), wish);
            Optional<Answer> answer = Asking.await(door, request, patience);
            return answer.isPresent() ? tell(answer.get(), wish.kind()) : silence(door, request, wish, path);
        } catch (LedgerException e) {
            err.println(
                    "rerun: " + e.getMessage() + ". Nothing was done. --caravan.data=<folder> names another folder");
            return 1;
        }
    }

    private int tell(Answer answer, Kind kind) {
        (answer.refused() ? err : out).println("rerun: " + answer.text());
        if (!answer.refused() && kind == Kind.RERUN_PREVIEW) {
            out.println("Nothing was sent. With --yes --why=\"…\" they go");
        }
        return answer.refused() ? 1 : 0;
    }

    private int silence(LedgerDoor door, long request, Wish wish, Path path) {
        if (wish.kind() == Kind.RERUN_PREVIEW) {
            door.withdraw(request);
            err.println("rerun: No Caravan on " + path + " has answered within " + patience.toSeconds()
                    + " s, and only a running one can tell what it costs");
            return 1;
        }
        out.println("rerun: noted. No Caravan on " + path
                + " has answered yet: it is done when one runs there. Its log says what came of it");
        return 0;
    }

    private static String json(Map<String, String> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }
}
