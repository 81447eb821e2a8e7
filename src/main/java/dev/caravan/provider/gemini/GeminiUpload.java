package dev.caravan.provider.gemini;

import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import dev.caravan.provider.google.GoogleFailures;
import java.time.Duration;

/** The way of one request file to the provider: a session is opened, the bytes go there, the file becomes usable. */
public final class GeminiUpload {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final CreateTry attempt;
    private final GoogleFailures failures;
    private String url = "";
    private boolean usable;

    GeminiUpload(CreateTry attempt, GoogleFailures failures) {
        this.attempt = attempt;
        this.failures = failures;
    }

    /** Whether the file is still here. */
    public boolean isHere() {
        return !attempt.hasInput();
    }

    /** Where the bytes go; the provider chose it, on its own host. */
    public String getUrl() {
        return url;
    }

    /** Whether {@link #getFileId()} is to be looked at before a create. */
    public boolean isUnchecked() {
        return attempt.goesOn() && !usable;
    }

    public String getFileId() {
        return attempt.fileId();
    }

    void started(Reply reply) {
        String session = reply.header("x-goog-upload-url").orElse("");
        if (!reply.ok()) {
            attempt.failed(failures.of(reply));
        } else if (session.startsWith("https://") || session.startsWith("http://")) {
            url = session;
        } else {
            attempt.failed(broken("The provider gave no address for the upload"));
        }
    }

    /** A failed upload may come as a 200 with an error in it, so only a file counts. */
    void sent(Reply reply) {
        GeminiFile file =
                GeminiFile.in(reply.json() == null ? null : reply.json().path("file"));
        if (reply.ok() && file != null) {
            attempt.uploaded(file.name(), reply.header("date").orElse(null));
            usable = file.state().equals("ACTIVE");
        } else {
            attempt.failed(failures.of(reply));
        }
    }

    /** A file that can't be used ends the try: the next one uploads again. */
    void looked(Reply reply) {
        GeminiFile file = GeminiFile.in(reply.json());
        if (!reply.ok() || file == null) {
            attempt.failed(failures.of(reply));
        } else if (file.state().equals("FAILED")) {
            attempt.failed(broken("The provider could not process the uploaded file: " + file.trouble()));
        } else if (!file.state().equals("ACTIVE")) {
            attempt.notYet(LATER, "its input " + file.name() + " is still " + file.state());
        }
    }

    private static Failure broken(String why) {
        return new Failure(Kind.TRANSIENT, true, "upload_failed", why, null, 0);
    }
}
