package dev.caravan.simulator.openai;

import dev.caravan.simulator.chat.ChatLimits;
import dev.caravan.simulator.chat.ChatLines;
import dev.caravan.simulator.chat.ChatModel;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.FinishedRun;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.Settings;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.SimulatorTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lines whose results become files of the service. */
abstract class FileLines extends ChatLines {
    private final FileStore files;

    FileLines(
            Function<String, Optional<ChatModel>> models,
            FileStore files,
            SimulatorSettings settings,
            SimulatorTime time) {
        super(models, () -> limits(settings.get()), time);
        this.files = files;
    }

    private static ChatLimits limits(Settings settings) {
        return new ChatLimits(settings.maxRequests(), settings.maxEmbeddingInputs(), settings.contextTokens());
    }

    /** Returns the id of a result file; null if the run has no rows for it. */
    final @Nullable String keep(FinishedRun run, String file, String kind) throws IOException {
        Path bytes = run.files().get(file);
        return bytes == null ? null : keep(run, bytes, file, kind);
    }

    final String keep(FinishedRun run, Path bytes, String file, String kind) throws IOException {
        String batch = run.job().id();
        String id = "file-" + Hash.hex(batch, file).substring(0, 24);
        long lifetime = run.job().vendor().path("result_lifetime").asLong(OpenAiService.LIFETIME_SECONDS);
        files.keep(bytes, id, "%s_%s.jsonl".formatted(batch, kind), "batch_output", lifetime);
        return id;
    }
}
