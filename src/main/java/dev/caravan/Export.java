package dev.caravan;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.bucket.Buckets;
import dev.caravan.config.ConfigurationProblems;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.review.Examples;
import dev.caravan.spool.Spool;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The command {@code export}: what people decided, as labelled examples. Reads only; a running Caravan is not disturbed. */
final class Export {
    private Export() {}

    /** Returns the exit code. */
    static int run(String[] options, PrintStream out, PrintStream err) {
        Voice voice = Voice.of("export", options, out, err);
        return Properties.read(options, environment -> {
            try {
                return export(environment, voice);
            } catch (IOException | LedgerException | ConfigurationProblems | IllegalStateException e) {
                return voice.failed(String.valueOf(e.getMessage()));
            }
        });
    }

    private static int export(Environment environment, Voice voice) throws IOException {
        String task = environment.getProperty("task", "");
        String to = environment.getProperty("to", "");
        Optional<Instant> since = Examples.since(environment.getProperty("since", ""));
        boolean lines = voice.json() && to.isEmpty();
        if (task.isEmpty() || (to.isEmpty() && !lines) || since.isEmpty()) {
            return voice.wrong("--task=<task> says of which task, --to=<file> whereto, --since=2026-11-01 from when on,"
                    + " --approved also what was right as it was");
        }
        boolean approved =
                environment.containsProperty("approved") && !"false".equals(environment.getProperty("approved"));
        DataFolder data = new DataFolder(environment);
        try (LedgerReader ledger = data.ledger();
                Buckets buckets = data.buckets()) {
            if (!ledger.tasks().contains(task)) {
                return voice.failed(
                        "the ledger has no task \"" + task + "\". Known: " + String.join(", ", ledger.tasks()));
            }
            Spool spool = data.spool(buckets);
            var answers = RecordAnswers.of(ledger.recipes(), spool, data.models());
            Examples examples = new Examples(ledger.decisions(), ledger.openItems(), spool, answers);
            if (lines) {
                Writer writer = new BufferedWriter(new OutputStreamWriter(voice.out(), StandardCharsets.UTF_8));
                examples.write(task, since.get(), approved, writer);
                writer.flush();
                return 0;
            }
            return write(examples, new Wanted(task, since.get(), approved, Path.of(to)), voice);
        }
    }

    private record Wanted(String task, Instant since, boolean approved, Path to) {}

    /** Whole or not at all: written beside its place first. */
    private static int write(Examples examples, Wanted wanted, Voice voice) throws IOException {
        Path to = wanted.to();
        Path part = to.resolveSibling(to.getFileName() + ".part");
        Examples.Written written;
        try (Writer writer =
                new LineBar(Files.newBufferedWriter(part, StandardCharsets.UTF_8), Bar.of(voice, "lines"))) {
            written = examples.write(wanted.task(), wanted.since(), wanted.approved(), writer);
        }
        Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("task", wanted.task());
        document.put("file", to.toString());
        document.put("examples", written.examples());
        document.put("unreadable", written.unreadable());
        return voice.done(
                written.examples() + " examples of " + wanted.task() + " are in " + to
                        + (written.unreadable() == 0
                                ? ""
                                : "; " + written.unreadable()
                                        + " were left out, for their input or answer can't be read"),
                document);
    }
}
