package dev.caravan.simulator.mistral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.chat.ChatLimits;
import dev.caravan.simulator.chat.ChatLines;
import dev.caravan.simulator.chat.ChatModel;
import dev.caravan.simulator.chat.Endpoint;
import dev.caravan.simulator.chat.LineForm;
import dev.caravan.simulator.chat.Request;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.FinishedRun;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.JobLine;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Row;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.SimulatorTime;
import dev.caravan.simulator.core.Twist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lines of custom_id and body; the job names endpoint and model. A line that had no turn is in no file. */
final class MistralLines extends ChatLines {
    private final FileStore files;
    private final SimulatorTime time;

    MistralLines(FileStore files, SimulatorSettings settings, SimulatorTime time) {
        super(MistralModels::find, () -> limits(settings), time);
        this.files = files;
        this.time = time;
    }

    private static ChatLimits limits(SimulatorSettings settings) {
        int max = settings.of(MistralSurface.NAME).path("maxRequests").asInt();
        return new ChatLimits(max, max, settings.get().contextTokens());
    }

    @Override
    public Answer answer(JobInput job, JobLine line, Twist twist) {
        try {
            return switch (twist) {
                case ERROR -> throw new MistralException(500, "Service unavailable.");
                case RATE_LIMIT -> throw new MistralException(429, "Requests rate limit exceeded");
                default -> answer(LineForm.of(job.vendor()), line, twist);
            };
        } catch (MistralException refused) {
            return Answer.error(refused.wire().status(), refused.body());
        } catch (ApiException refused) {
            return Answer.error(
                    refused.status(),
                    new MistralException(refused.status(), String.valueOf(refused.getMessage())).body());
        }
    }

    private Answer answer(LineForm form, JobLine line, Twist twist) {
        ObjectNode body = (ObjectNode) line.json().path("body");
        ChatModel model = MistralModels.find(body.path("model").asText(form.model()))
                .orElseThrow(() -> new MistralException(400, "Invalid model"));
        Request request = new Request(Hash.hex(line.customId()), body, model, twist, time.seconds());
        return form.call().equals(MistralJobs.CHAT)
                ? MistralChat.answer(request)
                : Objects.requireNonNull(Endpoint.ALL.get(form.call())).answer(request);
    }

    /** Errors tell their reason beside the response too, as a text. */
    @Override
    public Row row(JobInput job, JobLine line, Twist twist, Answer answer) {
        Row row = super.row(job, line, twist, answer);
        row.line().put("id", "batch-" + Hash.hex(job.id(), line.customId()));
        row.line().withObject("/response").remove("request_id");
        if (row.kind() == Row.Kind.FAILED) {
            row.line().put("error", answer.body().path("message").asText("Invalid request"));
        }
        return row;
    }

    @Override
    public Optional<Row> unrun(JobInput job, JobLine line, JobState end) {
        return Optional.empty();
    }

    @Override
    public ObjectNode finish(FinishedRun run) throws IOException {
        return Json.object().put("output_file", keep(run, OUTPUT)).put("error_file", keep(run, ERRORS));
    }

    private @Nullable String keep(FinishedRun run, String file) throws IOException {
        Path bytes = run.files().get(file);
        if (bytes == null) {
            return null;
        }
        String id = MistralJobs.uuid(run.job().id() + file);
        files.keep(bytes, id, file + ".jsonl", "batch", MistralStores.LIFETIME_SECONDS);
        return id;
    }
}
