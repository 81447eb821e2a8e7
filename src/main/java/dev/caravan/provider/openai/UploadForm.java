package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.OnceEntity;
import dev.caravan.provider.RequestsPart;
import java.util.Map;
import org.apache.hc.core5.http.HttpEntity;

/** The multipart form of an upload. */
final class UploadForm {
    private UploadForm() {}

    static HttpEntity of(CreateTry attempt) {
        Dialect dialect = new Dialect(attempt.settings());
        var form = RequestsPart.form().addTextBody("purpose", dialect.text(OpenAiSettings.PURPOSE));
        for (Map.Entry<String, JsonNode> field :
                dialect.object(OpenAiSettings.UPLOAD_FIELDS).properties()) {
            form.addTextBody(
                    field.getKey(), field.getValue().asText().replace("{file}", RequestsPart.filename(attempt)));
        }
        dialect.seconds(OpenAiSettings.INPUT_EXPIRES).ifPresent(seconds -> {
            boolean dots = dialect.is(OpenAiSettings.EXPIRES_FORM, "dots");
            form.addTextBody(dots ? "expires_after.anchor" : "expires_after[anchor]", "created_at");
            form.addTextBody(dots ? "expires_after.seconds" : "expires_after[seconds]", seconds.toString());
        });
        return new OnceEntity(form.addPart("file", RequestsPart.of(attempt)).build());
    }
}
