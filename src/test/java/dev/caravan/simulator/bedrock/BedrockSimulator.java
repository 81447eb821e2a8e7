package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.RunningSimulator;
import dev.caravan.testkit.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A running simulator with Amazon's own clients: one for the jobs, one for the buckets. */
public final class BedrockSimulator extends RunningSimulator {
    static final String HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    public static final String IN = "bedrock-in";
    public static final String OUT = "bedrock-out";

    private final S3Server s3;
    private final BedrockClient client;
    private int files;

    public BedrockSimulator(Path data, S3Server s3) {
        super(
                data,
                List.of(
                        "--caravan.simulator.s3.endpoint=" + s3.endpoint(),
                        "--caravan.simulator.s3.access-key=" + S3Server.ACCESS_KEY,
                        "--caravan.simulator.s3.secret-key=" + S3Server.SECRET_KEY));
        this.s3 = s3;
        this.client = clientFor("AKIDSIMULATED");
    }

    BedrockClient client() {
        return client;
    }

    BedrockClient clientFor(String accessKey) {
        return BedrockClient.builder()
                .endpointOverride(URI.create(url("/simulator/bedrock")))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** Puts an input into S3 and returns its address. */
    String upload(String key, String content) {
        s3.client().putObject(put -> put.bucket(IN).key(key), RequestBody.fromString(content));
        return "s3://" + IN + "/" + key;
    }

    /** A create that would succeed, for an input. */
    CreateModelInvocationJobRequest.Builder request(String name, String uri) {
        return CreateModelInvocationJobRequest.builder()
                .jobName(name)
                .roleArn("arn:aws:iam::111122223333:role/batch")
                .modelId(HAIKU)
                .modelInvocationType("Converse")
                .inputDataConfig(in -> in.s3InputDataConfig(at -> at.s3Uri(uri)))
                .outputDataConfig(out -> out.s3OutputDataConfig(at -> at.s3Uri("s3://" + OUT + "/runs/")));
    }

    /** Uploads and creates; returns the ARN. */
    public String create(String content, Consumer<CreateModelInvocationJobRequest.Builder> changes) {
        String name = "job-" + ++files;
        CreateModelInvocationJobRequest.Builder request =
                request(name + "-" + System.nanoTime(), upload(name + ".jsonl", content));
        changes.accept(request);
        return client.createModelInvocationJob(request.build()).jobArn();
    }

    GetModelInvocationJobResponse get(String arn) {
        return client.getModelInvocationJob(get -> get.jobIdentifier(arn));
    }

    /** The statuses that one poll after the other shows, until the job is over. */
    List<String> statuses(String arn) {
        List<String> seen = new ArrayList<>();
        while (seen.isEmpty()
                || List.of("Submitted", "Validating", "Scheduled", "InProgress", "Stopping")
                        .contains(seen.get(seen.size() - 1))) {
            seen.add(get(arn).statusAsString());
        }
        return seen;
    }

    /** Polls a job to its end. */
    public GetModelInvocationJobResponse ended(String arn) {
        statuses(arn);
        return get(arn);
    }

    static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Keys of the objects that a job left. */
    public List<String> outputs(String arn) {
        return s3.client().listObjectsV2(list -> list.bucket(OUT).prefix("runs/" + id(arn) + "/")).contents().stream()
                .map(S3Object::key)
                .map(key -> key.substring(("runs/" + id(arn) + "/").length()))
                .sorted()
                .toList();
    }

    public String output(String arn, String name) {
        return s3.client()
                .getObjectAsBytes(get -> get.bucket(OUT).key("runs/" + id(arn) + "/" + name))
                .asUtf8String();
    }

    /** The result rows of a job with one input, as they stand in the file. */
    List<JsonNode> rows(String arn) {
        String name = outputs(arn).stream()
                .filter(key -> key.endsWith(".jsonl.out"))
                .findFirst()
                .orElseThrow();
        return output(arn, name).lines().map(RunningSimulator::json).toList();
    }

    static String record(String id, String modelInput) {
        return "{\"recordId\":\"" + id + "\",\"modelInput\":" + modelInput + "}\n";
    }

    static String converse(String id, String text) {
        return record(
                id,
                "{\"inferenceConfig\":{\"maxTokens\":100},\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\""
                        + text + "\"}]}]}");
    }

    /** So many good records. */
    static String records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> converse("R%07d".formatted(i), "note_id: N-" + i))
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        client.close();
        super.close();
    }
}
