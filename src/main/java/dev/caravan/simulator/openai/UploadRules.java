package dev.caravan.simulator.openai;

import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.Multipart;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the provider asks of an uploaded batch input, before it looks at a single line. */
final class UploadRules {
    private static final Set<String> PURPOSES =
            Set.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");

    private UploadRules() {}

    /** Returns the file name. */
    static String check(Multipart upload, Traits traits) {
        String purpose = upload.fields().get("purpose");
        if (purpose == null) {
            throw missing("purpose");
        }
        String wanted = traits.text("purpose");
        if (!purpose.equals(wanted)) {
            throw ApiException.badRequest(
                    PURPOSES.contains(purpose)
                            ? "The simulator takes files with the purpose '%s' alone, not '%s'."
                                    .formatted(wanted, purpose)
                            : "'%s' is not one of ['%s'] - 'purpose'".formatted(purpose, wanted),
                    "purpose",
                    null);
        }
        for (String field : traits.list("uploadFields")) {
            if (!upload.fields().containsKey(field)) {
                throw missing(field);
            }
        }
        String filename = upload.filename();
        if (filename == null) {
            throw missing("file");
        }
        if (!filename.endsWith(".jsonl")) {
            throw ApiException.badRequest(
                    "Invalid file format for Batch API. Must be .jsonl, but the file is named '%s'."
                            .formatted(filename),
                    "file",
                    "invalid_file_format");
        }
        return filename;
    }

    static ApiException unfit(Multipart.Unfit upload, long maxBytes) {
        String what = String.valueOf(upload.getMessage());
        return switch (upload.why()) {
            case CONTENT_TYPE ->
                ApiException.badRequest(
                        "Unsupported content type: '%s'. This API method only accepts 'multipart/form-data' requests."
                                .formatted(what),
                        null,
                        "unsupported_content_type");
            case UNKNOWN_FIELD ->
                ApiException.badRequest("Unknown parameter: '%s'.".formatted(what), what, "unknown_parameter");
            case TOO_LARGE ->
                new ApiException(
                        413,
                        "File is too large. The maximum size of a batch input file is %d bytes.".formatted(maxBytes),
                        "file",
                        "file_too_large");
            case MALFORMED -> ApiException.badRequest("Could not parse multipart form: " + what, null, null);
        };
    }

    /** Seconds that a file is to live. */
    static long lifetime(@Nullable String anchor, @Nullable String seconds, long least, long most) {
        if (!"created_at".equals(anchor)) {
            throw ApiException.badRequest(
                    "Invalid value for 'expires_after.anchor'. Supported values are: 'created_at'.",
                    "expires_after.anchor",
                    "invalid_value");
        }
        return seconds(String.valueOf(seconds), "expires_after.seconds", least, most);
    }

    static long seconds(String text, String param, long least, long most) {
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw ApiException.badRequest(
                    "Invalid '%s': expected an integer between %d and %d, but got %s."
                            .formatted(param, least, most, text),
                    param,
                    "invalid_value");
        }
        return Long.parseLong(text);
    }

    private static ApiException missing(String param) {
        return ApiException.badRequest(
                "Missing required parameter: '%s'.".formatted(param), param, "missing_required_parameter");
    }
}
