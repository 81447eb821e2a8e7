package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Download;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.Reply;
import dev.caravan.provider.RetryAfter;
import dev.caravan.provider.Sweep;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.HttpEntity;

/** What the routes of {@code routes/providers/anthropic.camel.yaml} call, as bean {@code anthropic}. Stateless. */
public final class AnthropicConversation {
    private final AnthropicFailures failures;
    private final Clock clock;

    AnthropicConversation(Clock clock) {
        this.failures = new AnthropicFailures(clock);
        this.clock = clock;
    }

    /** The provider was asked for something small, to learn its time and that it takes the credential. */
    public void ready(CreateTry attempt, Reply reply) {
        if (reply.ok()) {
            attempt.ready(reply.header("date").orElse(null));
        } else {
            attempt.failed(failures.of(reply));
        }
    }

    /** All requests, streamed from the spool, with known length; sent once, and finished only while the try is ours. */
    public HttpEntity createBody(CreateTry attempt) {
        return new RequestsBody(attempt);
    }

    /** Accepted only with an id: a 2xx without one leaves the create in doubt. */
    public void created(CreateTry attempt, Reply reply) {
        JsonNode json = reply.json();
        if (reply.ok() && json != null && AnthropicStatus.isBatch(json)) {
            attempt.accepted(json.path("id").asText());
        } else {
            attempt.failed(failures.of(reply));
        }
    }

    public AnthropicSearch startSearch(Sweep sweep) {
        return new AnthropicSearch(sweep, failures);
    }

    public void searched(AnthropicSearch search, Reply reply) {
        search.searched(reply);
    }

    public void deleted(AnthropicSearch search, Reply reply) {
        search.deleted(reply);
    }

    /** A running batch comes with the wait that the provider wants before the next question. */
    public void status(PollStep step, Reply reply) {
        JsonNode json = reply.json();
        if (reply.ok() && json != null && AnthropicStatus.isBatch(json)) {
            step.providerTime(reply.header("date").orElse(null));
            step.status(AnthropicStatus.of(json), RetryAfter.of(reply, clock));
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

    /** The path of the next page of models. */
    public String modelsPage(ModelInquiry inquiry) {
        String page = inquiry.getPage();
        return "/models?limit=1000"
                + (page.isEmpty() ? "" : "&after_id=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
    }

    /** The answer to one real-time call. */
    public void asked(RealTimeCall call, Reply reply) {
        call.answered(reply, RealTimeCall.isAnswer(reply) ? null : failures.of(reply));
    }

    public void models(ModelInquiry inquiry, Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !json.path("data").isArray()) {
            inquiry.failed(failures.of(reply));
            return;
        }
        List<String> names = new ArrayList<>();
        json.path("data").forEach(model -> names.add(model.path("id").asText()));
        inquiry.answered(
                names, json.path("has_more").asBoolean() ? json.path("last_id").asText("") : null);
    }
}
