package dev.caravan;

import dev.caravan.ledger.Erasures.Seen;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The command {@code review}: asks the Caravan of a data folder to show one source record to a person. */
final class AskForReview {
    private final Duration patience;
    private final PrintStream out;
    private final PrintStream err;

    /** @param patience how long a running Caravan may take to answer */
    AskForReview(Duration patience, PrintStream out, PrintStream err) {
        this.patience = patience;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        return Properties.read(options, environment -> {
            try {
                return ask(environment);
            } catch (LedgerException e) {
                err.println("review: " + e.getMessage() + ". Nothing was done");
                return 1;
            }
        });
    }

    private int ask(Environment environment) {
        String task = environment.getProperty("task", "");
        String sourceId = environment.getProperty("source-id", "");
        String why = environment.getProperty("why", "").strip();
        if (task.isEmpty() || sourceId.isEmpty() || why.isEmpty()) {
            err.println("review: --task=<task> and --source-id=<id> say which record, --why=\"…\" what to look for");
            return CaravanApplication.WRONG_USE;
        }
        DataFolder data = new DataFolder(environment);
        List<Seen> seen = data.revisions(task, sourceId);
        if (seen.isEmpty()) {
            err.println("review: task \"" + task + "\" has no record with this source ID. Nothing was done");
            return 1;
        }
        long record = seen.get(seen.size() - 1).recordId();
        try (LedgerDoor door = data.door()) {
            long request = door.ask(
                    System.getProperty("user.name", "unknown"), new Wish(Kind.REVIEW, About.TASK, record + " " + why));
            Optional<Answer> answer = Asking.await(door, request, patience);
            boolean refused = answer.filter(Answer::refused).isPresent();
            (refused ? err : out)
                    .println("review: record " + record + ": "
                            + answer.map(Answer::text)
                                    .orElse("noted. It is done when a Caravan runs on "
                                            + data.path().toAbsolutePath().normalize()));
            return refused ? 1 : 0;
        }
    }
}
