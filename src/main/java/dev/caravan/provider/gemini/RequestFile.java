package dev.caravan.provider.gemini;

import dev.caravan.provider.CreateTry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** The request file of a try as a body. Opens the spool only when the HTTP client asks for the bytes, and closes it again. */
final class RequestFile extends AbstractHttpEntity {
    private final CreateTry attempt;

    RequestFile(CreateTry attempt) {
        super(ContentType.APPLICATION_OCTET_STREAM, null);
        this.attempt = attempt;
    }

    @Override
    public InputStream getContent() throws IOException {
        return attempt.openRequests();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = attempt.openRequests()) {
            in.transferTo(out);
        }
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public long getContentLength() {
        return attempt.requestBytes();
    }

    @Override
    public void close() {
        // Nothing is open between calls.
    }
}
