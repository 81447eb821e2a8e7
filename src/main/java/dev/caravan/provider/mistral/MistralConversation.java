package dev.caravan.provider.mistral;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Download;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.OnceEntity;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RequestsPart;
import dev.caravan.provider.Search;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** What the routes of {@code routes/providers/mistral.camel.yaml} call, as bean {@code mistral}. Stateless. */
public final class MistralConversation {
    /** Metadata key of a job that holds the token of its try. */
    static final String LABEL = "caravan";

    private final MistralFailures failures;

    MistralConversation(MistralFailures failures) {
        this.failures = failures;
    }

    /** The upload of a try: a form streamed from the spool, with known length, that can be sent once. */
    public HttpEntity uploadForm(CreateTry attempt) {
        return new OnceEntity(RequestsPart.form()
                .addTextBody("purpose", "batch")
                .addPart("file", RequestsPart.of(attempt))
                .build());
    }

    public void uploaded(CreateTry attempt, Reply reply) {
        String id = id(reply);
        if (id != null) {
            attempt.uploaded(id, reply.header("date").orElse(null));
        } else {
            attempt.failed(failures.of(reply));
        }
    }

    public HttpEntity createBody(CreateTry attempt) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("input_files").add(attempt.fileId());
        body.put("endpoint", attempt.endpoint())
                .put("model", attempt.model())
                .put("timeout_hours", MistralProtocol.timeoutHours(attempt.settings()));
        ObjectNode metadata = body.putObject("metadata");
        attempt.labels().forEach(metadata::put);
        metadata.put(LABEL, attempt.token());
        return new OnceEntity(new ByteArrayEntity(body.toString().getBytes(UTF_8), ContentType.APPLICATION_JSON));
    }

    /** Accepted only with an id: a 2xx without one leaves the create in doubt. */
    public void created(CreateTry attempt, Reply reply) {
        String id = id(reply);
        if (id != null) {
            attempt.accepted(id);
        } else {
            attempt.failed(failures.of(reply));
        }
    }

    public MistralSearch startSearch(Search search) {
        return new MistralSearch(search, failures);
    }

    public void searched(MistralSearch search, Reply reply) {
        search.searched(reply);
    }

    public void revoked(MistralSearch search, Reply reply) {
        search.revoked(reply);
    }

    public void status(PollStep step, Reply reply) {
        JsonNode job = reply.json();
        if (reply.ok() && job != null && id(reply) != null && job.path("status").isTextual()) {
            step.providerTime(reply.header("date").orElse(null));
            step.status(MistralStatus.of(job));
        } else {
            step.failed(reply, failures.of(reply));
        }
    }

    /** The download saved itself if the answer was 200. */
    public void downloaded(Download download, Reply reply) {
        if (reply.status() != 200) {
            download.failed(reply, failures.of(reply));
        }
    }

    /** The answer to one real-time call. */
    public void asked(RealTimeCall call, Reply reply) {
        call.answered(reply, RealTimeCall.isAnswer(reply) ? null : failures.of(reply));
    }

    /** All models come on one page. */
    public void models(ModelInquiry inquiry, Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !json.path("data").isArray()) {
            inquiry.failed(failures.of(reply));
            return;
        }
        List<String> names = new ArrayList<>();
        json.path("data").forEach(model -> names.add(model.path("id").asText()));
        inquiry.answered(names, null);
    }

    private static @Nullable String id(Reply reply) {
        JsonNode json = reply.json();
        String id = !reply.ok() || json == null ? "" : json.path("id").asText("");
        return id.isBlank() ? null : id;
    }
}
