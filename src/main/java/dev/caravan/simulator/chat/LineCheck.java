package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.Findings;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.LineIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The check of a whole input file before anything runs. One bad line fails the batch, and nothing is charged. */
record LineCheck(Function<String, Optional<ChatModel>> models, ChatLimits limits) {
    private static final int MAX_ERRORS = 100;
    private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;
    private static final int MAX_CUSTOM_ID = 64;

    Findings check(Path input, LineForm form) throws IOException {
        try (LineIndex index = LineIndex.open(input)) {
            if (index.count() == 0) {
                return Findings.of(new Finding("empty_file", "The input file is empty.", null, null));
            }
            int max = limits.maxRequests();
            if (index.count() > max) {
                String message = "The input file has %d requests, but a batch takes at most %d.";
                return Findings.of(new Finding("too_many_tasks", message.formatted(index.count(), max), null, null));
            }
            FileCheck check = new FileCheck(form, models, limits);
            for (int i = 0; i < index.count() && check.errors.size() < MAX_ERRORS; i++) {
                check.line(i + 1, index.length(i) > MAX_LINE_BYTES ? new byte[0] : index.read(i));
            }
            check.end();
            return new Findings(index.count(), Json.object().put("model", check.model), check.errors);
        }
    }

    /** The state of one check: what must be the same, or different, in all lines. */
    private static final class FileCheck {
        private final LineForm form;
        private final Function<String, Optional<ChatModel>> models;
        private final ChatLimits limits;
        private final List<Finding> errors = new ArrayList<>();
        private final Set<String> ids = new HashSet<>();
        private String model = "";
        private int embeddingInputs;

        FileCheck(LineForm form, Function<String, Optional<ChatModel>> models, ChatLimits limits) {
            this.form = form;
            this.models = models;
            this.limits = limits;
        }

        void line(int number, byte[] bytes) {
            JsonNode line;
            try {
                line = Json.read(bytes);
            } catch (IOException e) {
                line = Json.array();
            }
            if (!line.isObject()) {
                add(number, "invalid_json_line", "This line is not parseable as valid JSON.", null);
                return;
            }
            customId(number, line.path("custom_id"));
            if (form.urls()) {
                target(number, line);
            }
            if (!line.path("body").isObject()) {
                missing(number, "body");
                return;
            }
            model(number, line.path("body").path("model").asText(form.model()));
            JsonNode texts = line.path("body").path("input");
            embeddingInputs += texts.isArray() ? texts.size() : 1;
        }

        private void target(int number, JsonNode line) {
            if (!line.path("method").asText().equals("POST")) {
                add(number, "invalid_method", "The method must be POST.", "method");
            }
            String url = line.path("url").asText();
            if (!url.equals(form.endpoint())) {
                String message = "The URL '%s' of the line does not match the endpoint '%s' of the batch.";
                add(number, "url_mismatch", message.formatted(url, form.endpoint()), "url");
            }
        }

        void end() {
            if (form.call().equals("/v1/embeddings") && embeddingInputs > limits.maxEmbeddingInputs()) {
                String message = "The batch has %d embedding inputs, but at most %d are allowed."
                        .formatted(embeddingInputs, limits.maxEmbeddingInputs());
                errors.add(new Finding("too_many_tasks", message, null, null));
            }
        }

        private void customId(int number, JsonNode id) {
            if (!id.isTextual() || id.asText().isBlank()) {
                missing(number, "custom_id");
            } else if (id.asText().length() > MAX_CUSTOM_ID) {
                String message = "The custom_id is longer than %d characters.".formatted(MAX_CUSTOM_ID);
                add(number, "invalid_custom_id", message, "custom_id");
            } else if (!ids.add(id.asText())) {
                String message = "The custom_id '%s' appears more than once.".formatted(id.asText());
                add(number, "duplicate_custom_id", message, "custom_id");
            }
        }

        private void model(int number, String name) {
            Optional<ChatModel> known = models.apply(name);
            if (name.isEmpty()) {
                missing(number, "body.model");
            } else if (!model.isEmpty() && !model.equals(name)) {
                String message = "The model '%s' differs from '%s' of the lines before; a batch has one model.";
                add(number, "model_mismatch", message.formatted(name, model), "body.model");
            } else if (known.isEmpty()) {
                String message = "The provided model '%s' is not supported by the Batch API.".formatted(name);
                add(number, "model_not_found", message, "body.model");
            } else {
                model = name;
            }
        }

        private void missing(int number, String param) {
            add(number, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(param), param);
        }

        private void add(int number, String code, String message, @Nullable String param) {
            errors.add(new Finding(code, message, param, number));
        }
    }
}
