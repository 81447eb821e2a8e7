package dev.caravan.provider.openai;

import dev.caravan.provider.CreateTry;
import dev.caravan.provider.OnceEntity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.client5.http.entity.mime.AbstractContentBody;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/** The multipart form of an upload. */
final class UploadForm {
    private UploadForm() {}

    static HttpEntity of(CreateTry attempt) {
        return new OnceEntity(MultipartEntityBuilder.create()
                .setMode(HttpMultipartMode.STRICT)
                .addTextBody("purpose", "batch")
                .addPart("file", new Requests(attempt))
                .build());
    }

    /** Opens the spool only when the HTTP client asks for the bytes, and closes it again. */
    private static final class Requests extends AbstractContentBody {
        private final CreateTry attempt;

        Requests(CreateTry attempt) {
            super(ContentType.create("application/jsonl"));
            this.attempt = attempt;
        }

        @Override
        public String getFilename() {
            return attempt.token() + ".jsonl";
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
}
