package dev.caravan.provider.openai;

import dev.caravan.model.Setting;
import dev.caravan.provider.DoubtSettings;
import java.util.List;

/** In what services with OpenAI's batch calls differ. What we send is a setting; what we read is read tolerantly. */
final class OpenAiSettings {
    static final Setting UPLOAD_PATH = Setting.of("upload-path", "/files", "Path of the upload below the base URL");
    static final Setting PURPOSE = Setting.of("purpose", "batch", "What the upload says its file is for");
    static final Setting UPLOAD_FIELDS = Setting.of(
            "upload-fields", "", "More parts of the upload as a JSON object; {file} stands for the file's name");
    static final Setting INPUT_EXPIRES = Setting.of(
            "input-expires", "", "After how many seconds the provider deletes an input; empty for its own rule");
    static final Setting EXPIRES_FORM = Setting.oneOf(
            "expires-form",
            List.of("brackets", "dots"),
            "How the parts of that are named: expires_after[seconds] or expires_after.seconds");
    static final Setting FILE_CHECK = Setting.of(
            "file-check",
            "",
            "Seconds between two looks whether an input is processed; empty where it may be used at once");

    static final Setting WINDOW = Setting.of(
            "completion-window", "24h", "The window that a batch asks for; none where there is no such field");
    static final Setting ENDPOINT_PREFIX =
            Setting.of("endpoint-prefix", "/v1", "What endpoints start with in place of /v1; none for nothing");
    static final Setting LINE = Setting.oneOf(
            "line", List.of("full", "body"), "Whether request lines have method and url, or custom_id and body alone");
    static final Setting MODEL_AT = Setting.oneOf(
            "model-at", List.of("line", "job"), "Where the model is named: on every line, or in the create");
    static final Setting REAL_TIME_PREFIX = Setting.of(
            "real-time-prefix",
            "",
            "What stands between the base URL and the endpoint of a real-time call, with {model} for the model; Azure's"
                    + " dated versions need /deployments/{model}");
    static final Setting LABELS = Setting.oneOf(
            "labels",
            List.of("metadata", "none"),
            "Whether a create takes metadata; without, a batch is found by its input");
    static final Setting CREATE_FIELDS = Setting.of("create-fields", "", "More fields of the create as a JSON object");
    static final Setting OUTPUT_EXPIRES = Setting.of(
            "output-expires", "", "After how many seconds the provider deletes result files; empty for its own rule");

    static final Setting THINKING_FIELDS = Setting.of(
            "thinking-fields",
            "",
            "JSON object: thinking level to the fields of the request that ask for it; empty for reasoning_effort");
    static final Setting SCHEMA_AS = Setting.oneOf(
            "schema-as",
            List.of("json_schema", "json_object", "none"),
            "How an output schema is asked for; with json_object the prompt itself must describe it");
    static final Setting THINK_TAGS = Setting.oneOf(
            "think-tags", List.of("keep", "strip"), "Whether a leading <think>…</think> belongs to the answer");

    static final Setting MODEL_LIST = Setting.oneOf(
            "model-list",
            List.of("own", "none"),
            "Whether the list of models names what a batch model takes; Azure lists models, but takes deployments");

    static final Setting ERROR_SHAPE = Setting.oneOf(
            "error-shape",
            List.of("object", "text", "flat"),
            "The provider's own error beside {\"error\":{\"message\"}}: {\"error\":\"text\"}, or {\"message\"} alone");
    static final Setting LIST = Setting.oneOf(
            "list",
            List.of("pages", "whole", "unknown"),
            "What the list of batches holds: pages, everything at once, or nobody knows");
    static final Setting REVOCABLE = Setting.oneOf(
            "revocable",
            List.of("true", "false"),
            "Whether deleting an input keeps a create in doubt from being accepted");

    static final Setting TENANT = Setting.of("tenant", "", "Directory that gives Entra tokens, with auth: entra");
    static final Setting CLIENT_ID = Setting.of("client-id", "", "Application that asks for Entra tokens");
    static final Setting AUTHORITY =
            Setting.of("authority", "https://login.microsoftonline.com", "Host that gives Entra tokens");
    static final Setting SCOPE =
            Setting.of("scope", "https://cognitiveservices.azure.com/.default", "What an Entra token is for");

    static final List<Setting> ALL = List.of(
            UPLOAD_PATH,
            PURPOSE,
            UPLOAD_FIELDS,
            INPUT_EXPIRES,
            EXPIRES_FORM,
            FILE_CHECK,
            WINDOW,
            ENDPOINT_PREFIX,
            LINE,
            MODEL_AT,
            REAL_TIME_PREFIX,
            LABELS,
            CREATE_FIELDS,
            OUTPUT_EXPIRES,
            THINKING_FIELDS,
            SCHEMA_AS,
            THINK_TAGS,
            MODEL_LIST,
            ERROR_SHAPE,
            LIST,
            REVOCABLE,
            DoubtSettings.ON_DOUBT,
            TENANT,
            CLIENT_ID,
            AUTHORITY,
            SCOPE);

    private OpenAiSettings() {}
}
