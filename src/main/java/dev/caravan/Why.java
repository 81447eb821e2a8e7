package dev.caravan;

import dev.caravan.audit.Audits;
import dev.caravan.audit.Story;
import dev.caravan.audit.StoryJson;
import dev.caravan.audit.StoryText;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.bucket.Buckets;
import dev.caravan.config.ConfigurationProblems;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The command {@code why}: everything that happened to one source record. Reads only; a running Caravan is not disturbed. */
final class Why {
    private Why() {}

    /** Returns the exit code. */
    static int run(String[] options, PrintStream out, PrintStream err) {
        Voice voice = Voice.of("why", options, out, err);
        return Properties.read(options, environment -> {
            try {
                return tell(environment, voice);
            } catch (IOException | LedgerException | ConfigurationProblems e) {
                return voice.failed(String.valueOf(e.getMessage()));
            }
        });
    }

    private static int tell(Environment environment, Voice voice) throws IOException {
        String task = environment.getProperty("task", "");
        String sourceId = environment.getProperty("source-id", "");
        if (task.isEmpty() || sourceId.isEmpty()) {
            return voice.wrong("--task=<task> and --source-id=<id> say which record");
        }
        DataFolder data = new DataFolder(environment);
        try (LedgerReader ledger = data.ledger();
                Buckets buckets = data.buckets()) {
            var answers = RecordAnswers.of(ledger.recipes(), data.spool(buckets), data.models());
            Optional<Story> story = new Audits(ledger.audit(), answers).of(task, sourceId);
            if (story.isEmpty()) {
                return voice.failed("task \"" + task + "\" has no record \"" + sourceId
                        + "\", or it was erased. Tasks: " + String.join(", ", ledger.tasks()));
            }
            if (voice.json()) {
                voice.document(StoryJson.of(story.get()));
            } else {
                StoryText.of(story.get()).forEach(voice.out()::println);
            }
            return 0;
        }
    }
}
