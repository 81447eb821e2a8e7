package dev.caravan.simulator;

import java.util.Set;

/** What the provider asks of an uploaded batch input, before it looks at a single line. */
final class UploadRules {
    private static final Set<String> PURPOSES =
            Set.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");

    private UploadRules() {}

    /** Returns the file name. */
    static String check(Upload upload) {
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

    static long lifetime(Upload upload) {
        String anchor = upload.fields().get("expires_after[anchor]");
        String seconds = upload.fields().get("expires_after[seconds]");
        if (anchor == null && seconds == null) {
            return FileStore.DEFAULT_LIFETIME_SECONDS;
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
