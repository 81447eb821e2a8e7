package dev.caravan.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Account;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Download;
import dev.caravan.provider.GatedEntity;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.Reply;
import dev.caravan.provider.Search;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** What the routes of {@code routes/providers/openai.camel.yaml} call, as bean {@code openai}. Stateless. */
public final class OpenAiConversation {
    /** Metadata key of a batch that holds the token of its try. */
    static final String LABEL = "caravan";

    private final OpenAiFailures failures;

    OpenAiConversation(OpenAiFailures failures) {
        this.failures = failures;
    }

    public OpenAiInput input(CreateTry attempt) {
        return new OpenAiInput(attempt, failures);
    }

    /** The upload of a try: a form streamed from the spool, with known length, that can be sent once. */
    public HttpEntity uploadForm(CreateTry attempt) {
        return UploadForm.of(attempt);
    }

    public void uploaded(OpenAiInput input, Reply reply) {
        input.uploaded(reply);
    }

    public void checked(OpenAiInput input, Reply reply) {
        input.checked(reply);
    }

    public HttpEntity createBody(CreateTry attempt) {
        byte[] body = CreateBody.of(attempt).toString().getBytes(UTF_8);
        return new GatedEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON), attempt);
    }

    /** Accepted only with an id: a 2xx without one leaves the create in doubt. */
    public void created(CreateTry attempt, Reply reply) {
        String id = Replies.id(reply);
        if (id != null) {
            attempt.accepted(id);
        } else {
            attempt.failed(failures.of(reply, attempt.settings()));
        }
    }

    public OpenAiSearch startSearch(Search search, Account account) {
        return new OpenAiSearch(search, account.getSettings(), failures);
    }

    public void searched(OpenAiSearch search, Reply reply) {
        search.searched(reply);
    }

    public void revoked(OpenAiSearch search, Reply reply) {
        search.revoked(reply);
    }

    public void status(PollStep step, Account account, Reply reply) {
        JsonNode batch = Replies.object(reply);
        if (OpenAiStatus.isBatch(batch)) {
            step.providerTime(reply.header("date").orElse(null));
            step.status(OpenAiStatus.of(batch));
        } else {
            step.failed(reply, failures.of(reply, account.getSettings()));
        }
    }

    /** The download saved itself if the answer was 200. */
    public void downloaded(Download download, Account account, Reply reply) {
        if (reply.status() != 200) {
            download.failed(reply, failures.of(reply, account.getSettings()));
        }
    }

    /** The answer to one real-time call. */
    public void asked(RealTimeCall call, Reply reply) {
        call.answered(reply, RealTimeCall.isAnswer(reply) ? null : failures.of(reply, call.getSettings()));
    }

    /** All models come on one page. */
    public void models(ModelInquiry inquiry, Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !json.path("data").isArray()) {
            inquiry.failed(failures.of(reply, inquiry.getSettings()));
            return;
        }
        List<String> names = new ArrayList<>();
        json.path("data").forEach(model -> names.add(model.path("id").asText()));
        inquiry.answered(names, null);
    }
}
