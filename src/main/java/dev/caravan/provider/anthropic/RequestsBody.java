package dev.caravan.provider.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.caravan.provider.CreateTry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * The body of a create, {@code {"requests":[…]}}, streamed from the request lines in the spool: their line feeds become
 * commas. Its length is known, and its last two bytes leave only while the batch is still ours: without them the body is
 * neither complete nor JSON, so that nobody can accept it.
 */
final class RequestsBody extends AbstractHttpEntity {
    private static final byte[] START = "{\"requests\":[".getBytes(US_ASCII);
    private static final byte[] END = "]}".getBytes(US_ASCII);

    private final CreateTry attempt;

    RequestsBody(CreateTry attempt) {
        super(ContentType.APPLICATION_JSON, null);
        this.attempt = attempt;
    }

    /** The line feed of the last line makes room for one byte of the end. */
    @Override
    public long getContentLength() {
        return START.length + attempt.requestBytes() - 1 + END.length;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("The requests are written, not read");
    }

    /** @throws IOException if the lines are not what the ledger says, or the batch was taken over; nothing is finished then */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(START);
        try (InputStream lines = attempt.openRequests()) {
            writeRequests(lines, out);
        }
        out.flush();
        if (!attempt.stillOurs()) {
            throw new IOException(
                    "The batch of try " + attempt.token()
                            + " was taken over while its requests were sent; the create was not finished and can't be accepted");
        }
        out.write(END);
        out.flush();
    }

    private void writeRequests(InputStream lines, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = attempt.requestBytes();
        int found = 0;
        int last = 0;
        for (int n = lines.read(buffer); n > 0; n = lines.read(buffer)) {
            last = buffer[n - 1];
            left -= n;
            found += separate(buffer, n);
            if (left < 0) {
                break;
            }
            out.write(buffer, 0, left == 0 ? n - 1 : n);
        }
        if (left != 0 || last != '\n' || found != attempt.requests()) {
            throw new IOException("The request file of try " + attempt.token() + " does not hold " + attempt.requests()
                    + " lines in " + attempt.requestBytes() + " bytes; the create was not finished");
        }
    }

    /** JSON has no line feed but those between the lines. */
    private static int separate(byte[] buffer, int n) {
        int lines = 0;
        for (int i = 0; i < n; i++) {
            if (buffer[i] == '\n') {
                buffer[i] = ',';
                lines++;
            }
        }
        return lines;
    }

    @Override
    public void close() {}
}
