package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.BedrockSimulator.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.simulator.RunningSimulator;
import dev.caravan.testkit.S3Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.BedrockException;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

/** What the simulated Bedrock refuses, and how, as Amazon's own client sees it. */
class RefusalsTest {
    private static S3Server s3;
    private static BedrockSimulator simulator;

    @BeforeAll
    static void start(@TempDir Path data) {
        s3 = new S3Server(BedrockSimulator.IN, BedrockSimulator.OUT);
        simulator = new BedrockSimulator(data, s3);
    }

    @AfterAll
    static void stop() {
        simulator.close();
        s3.close();
    }

    static Stream<Arguments> creates() {
        return Stream.of(
                refused("'jobName'", request -> request.jobName("no_underscores")),
                refused("'jobName'", request -> request.jobName("x".repeat(64))),
                refused("'roleArn'", request -> request.roleArn("batch")),
                refused("identifier is invalid", request -> request.modelId("us.acme.model-v1:0")),
                refused("identifier is invalid", request -> request.modelId("us.amazon.nova-lite-v1:0")),
                refused("inference profile", request -> request.modelId("anthropic.claude-haiku-4-5-20251001-v1:0")),
                refused("'clientRequestToken'", request -> request.clientRequestToken("no_underscores")),
                refused("between 24 and 168", request -> request.timeoutDurationInHours(12)),
                refused("enum value set", request -> request.modelInvocationType("Dream")),
                refused(
                        "'outputDataConfig.s3Uri'",
                        request ->
                                request.outputDataConfig(out -> out.s3OutputDataConfig(at -> at.s3Uri("s3://b u/c")))),
                refused(
                        "inputDataConfig.s3InputDataConfig.s3InputFormat",
                        request -> request.inputDataConfig(in -> in.s3InputDataConfig(
                                at -> at.s3Uri("s3://bedrock-in/x.jsonl").s3InputFormat("CSV")))));
    }

    private static Arguments refused(String why, Consumer<CreateModelInvocationJobRequest.Builder> change) {
        return Arguments.of(why, change);
    }

    @ParameterizedTest
    @MethodSource("creates")
    void refusesACreateThatBreaksARule(String why, Consumer<CreateModelInvocationJobRequest.Builder> change) {
        CreateModelInvocationJobRequest.Builder request =
                simulator.request("fine", simulator.upload("fine.jsonl", records(100)));
        change.accept(request);
        assertThatThrownBy(() -> simulator.client().createModelInvocationJob(request.build()))
                .isInstanceOfSatisfying(ValidationException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.requestId()).isNotBlank();
                })
                .hasMessageContaining(why);
    }

    private static void failed(String content, String why) {
        String arn = simulator.create(content, request -> {});
        assertThat(simulator.statuses(arn)).containsExactly("Submitted", "Validating", "Failed");
        GetModelInvocationJobResponse job = simulator.get(arn);
        assertThat(job.message()).contains(why);
        assertThat(simulator.outputs(arn)).isEmpty();
    }

    @Test
    void failsAJobOfTooFewRecordsOrBrokenLines() throws Exception {
        int before = simulator.bill().path("records").asInt();
        failed(records(99), "holds 99 records, but a batch inference job needs at least 100");
        failed(records(99) + "{\"recordId\":\"x\"\n", "Line 100 of the input");
        failed(records(50) + "{\"recordId\":\"x\",\"modelInput\":\"text\"}\n" + records(50), "Line 51 of the input");
        failed("\uFEFF" + records(100), "Line 1 of the input");
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(before);
    }

    @Test
    void failsAJobWhoseInputIsNotThere() {
        String arn = simulator
                .client()
                .createModelInvocationJob(
                        simulator.request("gone", "s3://bedrock-in/gone.jsonl").build())
                .jobArn();
        assertThat(simulator.statuses(arn)).endsWith("Failed");
        assertThat(simulator.get(arn).message()).contains("could not find s3://bedrock-in/gone.jsonl");
    }

    @Test
    void refusesMoreJobsOfAModelThanItsQuota() throws Exception {
        simulator.settings("{\"bedrock\":{\"maxJobs\":1}}");
        try {
            String first =
                    simulator.create(records(100), request -> request.modelId("us.anthropic.claude-opus-4-6-v1"));
            assertThatThrownBy(() -> simulator.create(
                            records(100), request -> request.modelId("eu.anthropic.claude-opus-4-6-v1")))
                    .isInstanceOfSatisfying(
                            ServiceQuotaExceededException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(400));
            simulator.ended(first);
            simulator.create(records(100), request -> request.modelId("us.anthropic.claude-opus-4-6-v1"));
        } finally {
            simulator.settings("{\"bedrock\":{\"maxJobs\":1000}}");
        }
    }

    @Test
    void knowsNoJobButItsOwn() {
        assertThatThrownBy(() -> simulator.get("abcdefghijkl")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> simulator.get("nothing")).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> simulator.client().listModelInvocationJobs(list -> list.nextToken("made-up")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void refusesAKeyItDoesNotKnow() {
        try (BedrockClient stranger = simulator.clientFor("invalid-key")) {
            assertThatThrownBy(() -> stranger.listModelInvocationJobs(list -> {}))
                    .isInstanceOfSatisfying(BedrockException.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(403);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
                    });
        }
    }

    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature="
                    + "0".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "/bedrock/,/s3/,InvalidSignatureException",
        "us-east-1,moon,InvalidSignatureException",
        "20260102,20260103,InvalidSignatureException",
        "host;,'',InvalidSignatureException",
        "Signature=0,Signature=x,IncompleteSignatureException",
        "AWS4-HMAC-SHA256,Basic,IncompleteSignatureException",
    })
    void looksAtTheFormAndScopeOfASignature(String part, String instead, String type) throws Exception {
        HttpResponse<String> answer = simulator.send(
                "GET",
                "/simulator/bedrock/model-invocation-jobs",
                "",
                "Authorization",
                SIGNED.replace(part, instead),
                "X-Amz-Date",
                "20260102T030405Z");
        assertThat(answer.headers().firstValue("x-amzn-errortype").orElse("")).startsWith(type + ":");
        assertThat(RunningSimulator.json(answer.body()).path("message").asText())
                .isNotBlank();
    }

    @Test
    void wantsASignatureOrAKey() throws Exception {
        String path = "/simulator/bedrock/model-invocation-jobs";
        assertThat(simulator.send("GET", path, "").statusCode()).isEqualTo(403);
        assertThat(simulator
                        .send("GET", path, "", "Authorization", SIGNED, "X-Amz-Date", "20260102T030405Z")
                        .statusCode())
                .isEqualTo(200);
        assertThat(simulator.call("GET", path, "").statusCode()).isEqualTo(200);
    }

    @Test
    void saysThatItHasNoS3(@TempDir Path other) throws Exception {
        try (RunningSimulator alone = new RunningSimulator(other)) {
            HttpResponse<String> answer = alone.call("POST", "/simulator/bedrock/model-invocation-job", """
                    {"jobName":"a","roleArn":"arn:aws:iam::111122223333:role/r","modelId":"amazon.nova-lite-v1:0",
                     "inputDataConfig":{"s3InputDataConfig":{"s3Uri":"s3://bucket/a.jsonl"}},
                     "outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://bucket/out/"}}}""");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("caravan.simulator.s3.endpoint");
        }
    }
}
