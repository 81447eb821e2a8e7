package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The input of a try on its way: uploaded, and where the provider wants it, processed. */
public final class OpenAiInput {
    private static final Set<String> BROKEN = Set.of("error", "failed", "deleting", "deleted", "expired");

    private final CreateTry attempt;
    private final OpenAiFailures failures;
    private final Dialect dialect;

    OpenAiInput(CreateTry attempt, OpenAiFailures failures) {
        this.attempt = attempt;
        this.failures = failures;
        this.dialect = new Dialect(attempt.settings());
    }

    /** Whether it is still here. */
    public boolean isHere() {
        return !attempt.hasInput();
    }

    public String getPath() {
        return dialect.text(OpenAiSettings.UPLOAD_PATH);
    }

    /** Whether {@link #getFileId()} is to be looked at before a create. */
    public boolean isUnchecked() {
        return attempt.goesOn() && dialect.fileCheck().isPresent();
    }

    public String getFileId() {
        return attempt.fileId();
    }

    void uploaded(Reply reply) {
        String id = Replies.id(reply);
        if (id != null) {
            attempt.uploaded(id, reply.header("date").orElse(null));
        } else {
            attempt.failed(failures.of(reply, attempt.settings()));
        }
    }

    /** A file that can't be used ends the try: the next one uploads again. */
    void checked(Reply reply) {
        JsonNode file = Replies.object(reply);
        Optional<Duration> wait = dialect.fileCheck();
        if (file.isMissingNode() || wait.isEmpty()) {
            attempt.failed(failures.of(reply, attempt.settings()));
            return;
        }
        String status = file.path("status").asText("").toLowerCase(Locale.ROOT);
        if (BROKEN.contains(status)) {
            String why = file.path("status_details").asText("");
            attempt.failed(new Failure(
                    Kind.TRANSIENT,
                    true,
                    "file_" + status,
                    "The provider did not take the input " + attempt.fileId() + (why.isBlank() ? "" : ": " + why),
                    null,
                    0));
        } else if (!status.equals("processed")) {
            attempt.notYet(wait.get(), "its input " + attempt.fileId() + " is still " + status);
        }
    }
}
