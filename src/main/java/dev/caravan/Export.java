package dev.caravan;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.bucket.Buckets;
import dev.caravan.config.ConfigurationProblems;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.review.Examples;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The command {@code export}: what people decided, as labelled examples. Reads only; a running Caravan is not disturbed. */
final class Export {
    private Export() {}

    /** Returns the exit code. */
    static int run(String[] options, PrintStream out, PrintStream err) {
        return Properties.read(options, environment -> {
            try {
                return export(environment, out, err);
            } catch (IOException | LedgerException | ConfigurationProblems | IllegalStateException e) {
                err.println("export: " + e.getMessage());
                return 1;
            }
        });
    }

    private static int export(Environment environment, PrintStream out, PrintStream err) throws IOException {
        String task = environment.getProperty("task", "");
        String to = environment.getProperty("to", "");
        Optional<Instant> since = Examples.since(environment.getProperty("since", ""));
        if (task.isEmpty() || to.isEmpty() || since.isEmpty()) {
            err.println(
                    "export: --task=<task> says of which task, --to=<file> whereto, --since=2026-11-01 from when on,"
                            + " --approved also what was right as it was");
            return CaravanApplication.WRONG_USE;
        }
        boolean approved =
                environment.containsProperty("approved") && !"false".equals(environment.getProperty("approved"));
        DataFolder data = new DataFolder(environment);
        try (LedgerReader ledger = data.ledger();
                Buckets buckets = data.buckets()) {
            if (!ledger.tasks().contains(task)) {
                err.println(
                        "export: the ledger has no task \"" + task + "\". Known: " + String.join(", ", ledger.tasks()));
                return 1;
            }
            Spool spool = data.spool(buckets);
            var answers = RecordAnswers.of(ledger.recipes(), spool, data.models());
            return write(
                    new Examples(ledger.decisions(), ledger.openItems(), spool, answers),
                    task,
                    since.get(),
                    approved,
                    Path.of(to),
                    out);
        }
    }

    /** Whole or not at all: written beside its place first. */
    private static int write(Examples examples, String task, Instant since, boolean approved, Path to, PrintStream out)
            throws IOException {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        Examples.Written written;
        try (Writer writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            written = examples.write(task, since, approved, writer);
        }
        Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        out.println("export: " + written.examples() + " examples of " + task + " are in " + to
                + (written.unreadable() == 0
                        ? ""
                        : "; " + written.unreadable() + " were left out, for their input or answer can't be read"));
        return 0;
    }
}
