package dev.caravan.simulator.openai;

import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.Multipart;
import java.util.Set;

/** What the provider asks of an uploaded batch input, before it looks at a single line. */
final class UploadRules {
    private static final Set<String> PURPOSES =
            Set.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");

    private UploadRules() {}

    /** Returns the file name. */
    static String check(Multipart upload) {
        String purpose = upload.fields().get("purpose");
        if (purpose == null) {
            throw missing("purpose");
        }
        if (!purpose.equals("batch")) {
            throw ApiException.badRequest(
                    PURPOSES.contains(purpose)
                            ? "The simulator takes files with the purpose 'batch' alone, not '%s'.".formatted(purpose)
                            : "'%s' is not one of ['batch'] - 'purpose'".formatted(purpose),
                    "purpose",
                    null);
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

    static long lifetime(Multipart upload) {
        String anchor = upload.fields().get("expires_after[anchor]");
        String seconds = upload.fields().get("expires_after[seconds]");
        if (anchor == null && seconds == null) {
            return OpenAiStores.LIFETIME_SECONDS;
        }
        if (!"created_at".equals(anchor)) {
            throw ApiException.badRequest(
                    "Invalid value for 'expires_after.anchor'. Supported values are: 'created_at'.",
                    "expires_after.anchor",
                    "invalid_value");
        }
        return seconds(String.valueOf(seconds), "expires_after.seconds");
    }

    static long seconds(String text, String param) {
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) < 3600 || Long.parseLong(text) > 2_592_000) {
            throw ApiException.badRequest(
                    "Invalid '%s': expected an integer between 3600 and 2592000, but got %s.".formatted(param, text),
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
