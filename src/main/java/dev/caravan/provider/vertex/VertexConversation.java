package dev.caravan.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Account;
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
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** What the routes of {@code routes/providers/vertex.camel.yaml} call, as bean {@code vertex}. Stateless. */
public final class VertexConversation {
    private final GoogleFailures failures;
    private final VertexObjects objects;
    private final Buckets buckets;

    VertexConversation(GoogleFailures failures, Buckets buckets) {
        this.failures = failures;
        this.objects = new VertexObjects(buckets);
        this.buckets = buckets;
    }

    /** The requests go into an object of their own, named like the try, unless they are there. */
    public void upload(Account account, CreateTry attempt) {
        if (!attempt.hasInput()) {
            objects.upload(account, attempt);
        }
    }

    /** Where jobs are created and listed. */
    public String jobs(Account account) {
        return "/v1/projects/" + Buckets.setting(account, VertexProtocol.PROJECT) + "/locations/"
                + Buckets.setting(account, VertexProtocol.LOCATION) + "/batchPredictionJobs";
    }

    /** Every job writes below a prefix of its own, so that no two can meet. */
    public HttpEntity createBody(Account account, CreateTry attempt) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("displayName", attempt.token())
                .put("model", PublisherModels.resource(attempt.model(), attempt.endpoint()));
        body.putObject("inputConfig")
                .put("instancesFormat", "jsonl")
                .putObject("gcsSource")
                .putArray("uris")
                .add(attempt.fileId());
        body.putObject("outputConfig")
                .put("predictionsFormat", "jsonl")
                .putObject("gcsDestination")
                .put("outputUriPrefix", VertexObjects.output(account, attempt).uri());
        ObjectNode labels = body.putObject("labels");
        attempt.labels().forEach((name, value) -> labels.put(label(name), label(value)));
        return new OnceEntity(new ByteArrayEntity(body.toString().getBytes(UTF_8), ContentType.APPLICATION_JSON));
    }

    /** Accepted only with an id: a 2xx without one leaves the create in doubt. */
    public void created(CreateTry attempt, Reply reply) {
        JsonNode json = reply.json();
        if (reply.ok() && json != null && VertexStatus.isJob(json)) {
            attempt.accepted(json.path("name").asText());
        } else {
            attempt.failed(failures.of(reply));
        }
    }

    public GoogleSearch startSearch(Account account, Search search) {
        return new GoogleSearch(
                search,
                failures,
                jobs(account),
                "batchPredictionJobs",
                job -> new GoogleSearch.Job(
                        job.path("name").asText(""),
                        job.path("createTime").asText(""),
                        job.path("displayName").asText(""),
                        job.path("inputConfig")
                                .path("gcsSource")
                                .path("uris")
                                .path(0)
                                .asText(""),
                        VertexStatus.isJob(job) ? new VertexStatus(job).with(Map.of()) : null),
                new VertexCleaner(account, buckets));
    }

    public void searched(GoogleSearch search, Reply reply) {
        search.searched(reply);
    }

    /** Deletes one input object, or the folder of a settled job. */
    public void revoke(Account account, GoogleSearch search) {
        search.revoked(new VertexCleaner(account, buckets).delete(search.getFileId()));
    }

    /** A job that ended is reported with its result files, which are looked up first. */
    public void status(Account account, PollStep step, Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !VertexStatus.isJob(json)) {
            step.failed(reply, failures.of(reply));
        } else {
            step.providerTime(reply.header("date").orElse(null));
            objects.status(account, step, new VertexStatus(json));
        }
    }

    public void download(Account account, Download download) {
        objects.download(account, download);
    }

    public String modelsPath(ModelInquiry inquiry) {
        return PublisherModels.path(inquiry.getPage());
    }

    /** The answer to one real-time call. */
    public void asked(RealTimeCall call, Reply reply) {
        call.answered(reply, RealTimeCall.isAnswer(reply) ? null : failures.of(reply));
    }

    public void models(ModelInquiry inquiry, Reply reply) {
        PublisherModels.take(inquiry, reply, failures);
    }

    private static String part(Account account, String name) {
        String value = Buckets.setting(account, name);
        if (!value.matches("[A-Za-z0-9][A-Za-z0-9:._-]{0,99}")) {
            throw new IllegalArgumentException("The setting \"" + name + "\" of credential \"" + account.getCredential()
                    + "\" can't be \"" + value + "\"");
        }
        return value;
    }

    /** Labels take lower case letters, digits, {@code _} and {@code -}, at most 63. */
    private static String label(String text) {
        String clean = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return clean.substring(0, Math.min(63, clean.length()));
    }
}
