package dev.caravan.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Account;
import dev.caravan.provider.Call;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Download;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.OnceEntity;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.Reply;
import dev.caravan.provider.Search;
import dev.caravan.provider.google.GoogleFailures;
import dev.caravan.provider.google.GoogleSearch;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** What the routes of {@code routes/providers/gemini.camel.yaml} call, as bean {@code gemini}. Stateless. */
public final class GeminiConversation {
    private final GoogleFailures failures;

    GeminiConversation(GoogleFailures failures) {
        this.failures = failures;
    }

    public GeminiUpload beginUpload(CreateTry attempt) {
        return new GeminiUpload(attempt, failures);
    }

    /** Opens an upload session for a file named like the try. */
    public Call startCall(CreateTry attempt) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("file").put("displayName", attempt.token());
        return new Call(
                Map.of(
                        "X-Goog-Upload-Protocol",
                        "resumable",
                        "X-Goog-Upload-Command",
                        "start",
                        "X-Goog-Upload-Header-Content-Length",
                        Long.toString(attempt.requestBytes()),
                        "X-Goog-Upload-Header-Content-Type",
                        mime(attempt)),
                json(body));
    }

    public void started(GeminiUpload upload, Reply reply) {
        upload.started(reply);
    }

    /** The whole file at once, streamed from the spool with known length. */
    public Call bytesCall(CreateTry attempt) {
        return new Call(
                Map.of("X-Goog-Upload-Offset", "0", "X-Goog-Upload-Command", "upload, finalize"),
                new OnceEntity(new RequestFile(attempt)));
    }

    public void sent(GeminiUpload upload, Reply reply) {
        upload.sent(reply);
    }

    public void looked(GeminiUpload upload, Reply reply) {
        upload.looked(reply);
    }

    /** @throws IllegalArgumentException if the model's name could lead elsewhere */
    public String createPath(CreateTry attempt) {
        String model = GeminiModel.name(attempt.model());
        boolean embeds = attempt.endpoint().equals(GeminiProtocol.EMBED);
        return "/v1beta/models/" + model + (embeds ? ":asyncBatchEmbedContent" : ":batchGenerateContent");
    }

    /** Names the uploaded file, never the requests themselves: a create with requests in it could not be revoked. */
    public HttpEntity createBody(CreateTry attempt) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode batch = body.putObject("batch").put("displayName", attempt.token());
        batch.putObject("inputConfig").put("fileName", attempt.fileId());
        return new OnceEntity(json(body));
    }

    /** Accepted only with an id: a 2xx without one leaves the create in doubt. */
    public void created(CreateTry attempt, Reply reply) {
        JsonNode json = reply.json();
        String name = json == null ? "" : json.path("name").asText("");
        if (reply.ok() && name.matches("batches/[A-Za-z0-9_-]{1,200}")) {
            attempt.accepted(name);
        } else {
            attempt.failed(failures.of(reply));
        }
    }

    public GoogleSearch startSearch(Search search) {
        return new GoogleSearch(
                search,
                failures,
                "/v1beta/batches",
                "operations",
                operation -> {
                    JsonNode metadata = operation.path("metadata");
                    return new GoogleSearch.Job(
                            operation.path("name").asText(""),
                            metadata.path("createTime").asText(""),
                            metadata.path("displayName").asText(""),
                            metadata.path("inputConfig").path("fileName").asText(""),
                            GeminiStatus.isBatch(operation) ? GeminiStatus.of(operation) : null);
                },
                new GeminiCleaner());
    }

    public void searched(GoogleSearch search, Reply reply) {
        search.searched(reply);
    }

    /**
     * Gone if it was deleted, or if the provider itself says that there is no such file. It may say so with a 403, which
     * another account's key would get too: that counts only where the account is certainly the same.
     */
    public void revoked(GoogleSearch search, Reply reply) {
        JsonNode json = reply.json();
        boolean deleted = reply.ok() && json != null && !json.has("error");
        boolean proven = failures.of(reply).proven();
        boolean absent = proven && reply.status() == 404;
        boolean maybeAbsent = proven
                && reply.status() == 403
                && failures.of(reply).message().contains("may not exist")
                && search.isSameAccount();
        search.revoked(deleted || absent || maybeAbsent ? null : failures.of(reply));
    }

    public void status(PollStep step, Reply reply) {
        JsonNode json = reply.json();
        if (reply.ok() && json != null && GeminiStatus.isBatch(json)) {
            step.providerTime(reply.header("date").orElse(null));
            step.status(GeminiStatus.of(json));
        } else {
            step.failed(reply, failures.of(reply));
        }
    }

    public String downloadPath(Account account, Download download) {
        return account.getSettings().getOrDefault(GeminiProtocol.DOWNLOAD, "/download/v1beta/") + download.fileId()
                + ":download?alt=media";
    }

    /** The download saved itself if the answer was 200. */
    public void downloaded(Download download, Reply reply) {
        if (reply.status() != 200) {
            download.failed(reply, failures.of(reply));
        }
    }

    public String modelsPath(ModelInquiry inquiry) {
        return "/v1beta/models?pageSize=1000"
                + (inquiry.getPage().isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(inquiry.getPage(), UTF_8));
    }

    /** The answer to one real-time call. */
    public void asked(RealTimeCall call, Reply reply) {
        call.answered(reply, RealTimeCall.isAnswer(reply) ? null : failures.of(reply));
    }

    public void models(ModelInquiry inquiry, Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !json.path("models").isArray()) {
            inquiry.failed(failures.of(reply));
            return;
        }
        List<String> names = new ArrayList<>();
        json.path("models")
                .forEach(model -> names.add(model.path("name").asText("").replaceFirst("^models/", "")));
        inquiry.answered(names, json.path("nextPageToken").asText(null));
    }

    private static String mime(CreateTry attempt) {
        return attempt.settings().getOrDefault(GeminiProtocol.MIME, "application/jsonl");
    }

    private static ByteArrayEntity json(ObjectNode body) {
        return new ByteArrayEntity(body.toString().getBytes(UTF_8), ContentType.APPLICATION_JSON);
    }
}
