package dev.caravan.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.client5.http.entity.mime.AbstractContentBody;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;

/**
 * The request file of a try as the part {@code file} of a multipart form. Opens the spool only when the HTTP client asks
 * for the bytes, and closes it again.
 */
public final class RequestsPart extends AbstractContentBody {
    private final CreateTry attempt;

    private RequestsPart(CreateTry attempt) {
        super(ContentType.create("application/jsonl"));
        this.attempt = attempt;
    }

    /** A form for more parts; the file is the last one. */
    public static MultipartEntityBuilder form() {
        return MultipartEntityBuilder.create().setMode(HttpMultipartMode.STRICT);
    }

    public static RequestsPart of(CreateTry attempt) {
        return new RequestsPart(attempt);
    }

    /** The name of the file: unique, as every input must be. */
    public static String filename(CreateTry attempt) {
        return attempt.token() + ".jsonl";
    }

    @Override
    public String getFilename() {
        return filename(attempt);
    }

    @Override
    public long getContentLength() {
        return attempt.requestBytes();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = attempt.openRequests()) {
            in.transferTo(out);
        }
    }
}
