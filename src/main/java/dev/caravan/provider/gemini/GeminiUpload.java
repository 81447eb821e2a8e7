package dev.caravan.provider.gemini;

import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import dev.caravan.provider.google.GoogleFailures;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way of one request file to the provider: a session is opened, the bytes go there, the file becomes usable. */
public final class GeminiUpload {
    private static final int MOST_LOOKS = 60;
    private static final Duration LATER = Duration.ofMinutes(2);

    private final CreateTry attempt;
    private final GoogleFailures failures;
    private String url = "";
    private boolean waiting;
    private int looks;

    GeminiUpload(CreateTry attempt, GoogleFailures failures) {
        this.attempt = attempt;
        this.failures = failures;
    }

    /** Where the bytes go; the provider chose it, on its own host. */
    public String getUrl() {
        return url;
    }

    /** Whether the file is there and must be asked about until it can be used. */
    public boolean isWaiting() {
        return waiting && attempt.goesOn();
    }

    /** Of the file that is waited for. */
    public String getFileId() {
        return attempt.fileId();
    }

    void started(Reply reply) {
        String session = reply.header("x-goog-upload-url").orElse("");
        if (reply.ok() && (session.startsWith("https://") || session.startsWith("http://"))) {
            url = session;
        } else {
            attempt.failed(reply.ok() ? incomplete("The provider gave no address for the upload") : failures.of(reply));
        }
    }

    /** A failed upload may come as a 200 with an error in it, so only a file counts. */
    void sent(Reply reply) {
        GeminiFile file =
                GeminiFile.in(reply.json() == null ? null : reply.json().path("file"));
        if (!reply.ok() || file == null) {
            attempt.failed(failures.of(reply));
            return;
        }
        attempt.uploaded(file.name(), reply.header("date").orElse(null));
        seen(file);
    }

    void looked(Reply reply) {
        GeminiFile file = GeminiFile.in(reply.json());
        if (reply.ok() && file != null) {
            seen(file);
        } else {
            attempt.failed(failures.of(reply));
        }
    }

    private void seen(GeminiFile file) {
        waiting = !file.state().equals("ACTIVE");
        looks++;
        if (file.state().equals("FAILED")) {
            attempt.failed(incomplete("The provider could not process the uploaded file: " + file.trouble()));
        } else if (waiting && looks > MOST_LOOKS) {
            attempt.notYet(LATER, "the uploaded file is still " + file.state());
        }
    }

    private static Failure incomplete(String why) {
        return new Failure(Kind.TRANSIENT, true, "upload_failed", why, (@Nullable Duration) null, 0);
    }
}
