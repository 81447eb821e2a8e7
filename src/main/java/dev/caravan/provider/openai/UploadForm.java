package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.OnceEntity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hc.client5.http.entity.mime.AbstractContentBody;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/** The multipart form of an upload. */
final class UploadForm {
    private UploadForm() {}

    static HttpEntity of(CreateTry attempt) {
        Dialect dialect = new Dialect(attempt.settings());
        MultipartEntityBuilder form = MultipartEntityBuilder.create()
                .setMode(HttpMultipartMode.STRICT)
                .addTextBody("purpose", dialect.text(OpenAiSettings.PURPOSE));
        for (Map.Entry<String, JsonNode> field :
                dialect.object(OpenAiSettings.UPLOAD_FIELDS).properties()) {
            form.addTextBody(field.getKey(), field.getValue().asText().replace("{file}", name(attempt)));
        }
        dialect.seconds(OpenAiSettings.INPUT_EXPIRES).ifPresent(seconds -> {
            boolean dots = dialect.is(OpenAiSettings.EXPIRES_FORM, "dots");
            form.addTextBody(dots ? "expires_after.anchor" : "expires_after[anchor]", "created_at");
            form.addTextBody(dots ? "expires_after.seconds" : "expires_after[seconds]", seconds.toString());
        });
        return new OnceEntity(form.addPart("file", new Requests(attempt)).build());
    }

    private static String name(CreateTry attempt) {
        return attempt.token() + ".jsonl";
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
            return name(attempt);
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
