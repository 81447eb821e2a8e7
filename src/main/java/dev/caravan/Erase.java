package dev.caravan;

import dev.caravan.ledger.Erasures.Seen;
import dev.caravan.ledger.LedgerException;
import dev.caravan.retention.EraseRequests;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.springframework.core.env.Environment;

/** The command {@code erase}: asks the Caravan of a data folder to erase one source record, and says where else it is. */
final class Erase {
    private Erase() {}

    /** Returns the exit code. */
    static int run(String[] options, PrintStream out, PrintStream err) {
        return Properties.read(options, environment -> {
            try {
                return ask(environment, out, err);
            } catch (IOException | LedgerException e) {
                err.println("erase: " + e.getMessage() + ". Nothing was asked for");
                return 1;
            }
        });
    }

    private static int ask(Environment environment, PrintStream out, PrintStream err) throws IOException {
        String task = environment.getProperty("task", "");
        String sourceId = environment.getProperty("source-id", "");
        if (task.isEmpty() || sourceId.isEmpty()) {
            err.println("erase: --task=<task> and --source-id=<id> say which record; --actor=<name> says who asks");
            return CaravanApplication.WRONG_USE;
        }
        DataFolder data = new DataFolder(environment);
        List<Seen> seen = data.revisions(task, sourceId);
        if (seen.isEmpty()) {
            err.println("erase: task \"" + task + "\" has no record with this source ID. Nothing was asked for");
            return 1;
        }
        String actor = environment.getProperty("actor", System.getProperty("user.name", "unknown"));
        new EraseRequests(data.path())
                .ask(task, sourceId, actor, Clock.systemUTC().instant());
        tell(seen, data.path(), out);
        return 0;
    }

    private static void tell(List<Seen> seen, Path data, PrintStream out) {
        var sinks = new TreeSet<String>();
        for (Seen one : seen) {
            sinks.addAll(one.sinks());
            out.println("record " + one.recordId() + " of drop " + one.dropId() + ": "
                    + one.state().name().toLowerCase(Locale.ROOT)
                    + (one.sinks().isEmpty() ? "" : ", sent to " + String.join(", ", one.sinks())));
        }
        out.println(
                sinks.isEmpty()
                        ? "No sink has received it."
                        : "Erase it yourself where these sinks write to: " + String.join(", ", sinks));
        out.println(
                "Not Caravan's to erase either: copies of the file in .failed folders, your logs and backups, and what"
                        + " the provider keeps.");
        out.println("erase: asked for. It begins in a second if Caravan runs on "
                + data.toAbsolutePath().normalize()
                + ", else when it is started; what is at a provider or on its way to a sink is erased when it is"
                + " home. An event ERASED says that it is done");
    }
}
