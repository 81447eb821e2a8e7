package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.BedrockSimulator.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.RunningSimulator;
import dev.caravan.testkit.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.FoundationModelSummary;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileSummary;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobSummary;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ThrottlingException;

/** Amazon's own clients take the simulator for Bedrock, from the create to the manifest. What it refuses: RefusalsTest. */
class BedrockSdkTest {
    private static S3Server s3;

    @TempDir
    Path data;

    private BedrockSimulator simulator;

    @BeforeAll
    static void startS3() {
        s3 = new S3Server(BedrockSimulator.IN, BedrockSimulator.OUT);
    }

    @AfterAll
    static void stopS3() {
        s3.close();
    }

    @BeforeEach
    void start() {
        simulator = new BedrockSimulator(data, s3);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private String job() {
        return simulator.create(records(100), request -> {});
    }

    @Test
    void runsAJobOneStatusAPollAndLeavesRowsAndAManifest() throws Exception {
        String arn = simulator.create(
                records(100), request -> request.clientRequestToken("t-1").timeoutDurationInHours(72));
        assertThat(arn).matches("arn:aws:bedrock:eu-central-1:111122223333:model-invocation-job/[a-z0-9]{12}");
        assertThat(simulator.statuses(arn))
                .containsExactly("Submitted", "Validating", "Scheduled", "InProgress", "InProgress", "Completed");

        GetModelInvocationJobResponse job = simulator.get(BedrockSimulator.id(arn));
        assertThat(List.of(
                        job.totalRecordCount(),
                        job.processedRecordCount(),
                        job.successRecordCount(),
                        job.errorRecordCount()))
                .containsExactly(100L, 100L, 100L, 0L);
        assertThat(job.clientRequestToken()).isEqualTo("t-1");
        assertThat(job.jobExpirationTime()).isEqualTo(job.submitTime().plus(Duration.ofHours(72)));
        assertThat(job.endTime()).isBetween(job.submitTime(), job.lastModifiedTime());

        assertThat(simulator.outputs(arn)).containsExactly("job-1.jsonl.out", "manifest.json.out");
        List<JsonNode> rows = simulator.rows(arn);
        assertThat(rows)
                .extracting(row -> row.path("recordId").asText())
                .hasSize(100)
                .doesNotHaveDuplicates();
        List<String> ids =
                rows.stream().map(row -> row.path("recordId").asText()).toList();
        assertThat(ids)
                .as("rows are shuffled")
                .isNotEqualTo(ids.stream().sorted().toList());
        JsonNode manifest = RunningSimulator.json(simulator.output(arn, "manifest.json.out"));
        assertThat(manifest.path("successRecordCount").asInt()).isEqualTo(100);
        assertThat(manifest.path("inputTokenCount").asInt()).isPositive();
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(100);
    }

    @Test
    void answersARepeatedTokenWithTheJobItMade() throws Exception {
        CreateModelInvocationJobRequest.Builder request = simulator
                .request("once", simulator.upload("once.jsonl", records(100)))
                .clientRequestToken("token-1");
        String first =
                simulator.client().createModelInvocationJob(request.build()).jobArn();
        assertThat(simulator.client().createModelInvocationJob(request.build()).jobArn())
                .isEqualTo(first);
        assertThat(simulator.client().listModelInvocationJobs(list -> {}).invocationJobSummaries())
                .hasSize(1);

        assertThatThrownBy(() -> simulator
                        .client()
                        .createModelInvocationJob(
                                request.timeoutDurationInHours(48).build()))
                .isInstanceOfSatisfying(ConflictException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorMessage()).contains("timeoutDurationInHours");
                });
    }

    @Test
    void takesAJobNameOnce() {
        String uri = simulator.upload("named.jsonl", records(100));
        simulator
                .client()
                .createModelInvocationJob(simulator.request("same", uri).build());
        assertThatThrownBy(() -> simulator
                        .client()
                        .createModelInvocationJob(simulator.request("same", uri).build()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("'same'");
    }

    @Test
    void keepsTheRowsOfAJobThatWasStopped() throws Exception {
        String arn = job();
        for (String status : List.of("Submitted", "Validating", "Scheduled", "InProgress")) {
            assertThat(simulator.get(arn).statusAsString()).isEqualTo(status);
        }
        simulator.client().stopModelInvocationJob(stop -> stop.jobIdentifier(arn));
        assertThat(simulator.statuses(arn)).endsWith("Stopped");
        assertThat(simulator.rows(arn)).hasSize(50);
        assertThat(simulator.get(arn).processedRecordCount()).isEqualTo(50);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(50);

        assertThatThrownBy(() -> simulator.client().stopModelInvocationJob(stop -> stop.jobIdentifier(arn)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Stopped");
    }

    @Test
    void leavesNothingOfAJobThatWasStoppedBeforeItBegan() throws Exception {
        String arn = job();
        for (String status : List.of("Submitted", "Validating", "Scheduled")) {
            assertThat(simulator.get(arn).statusAsString()).isEqualTo(status);
        }
        simulator.client().stopModelInvocationJob(stop -> stop.jobIdentifier(arn));
        assertThat(simulator.statuses(arn)).endsWith("Stopped");
        assertThat(simulator.outputs(arn)).isEmpty();
        assertThat(simulator.bill().path("records").asInt()).isZero();
    }

    @Test
    void tellsAJobThatRanOutOfTimeFromOneThatNeverBegan() throws Exception {
        simulator.faults("[{\"on\":\"batch\",\"do\":\"expire\",\"fraction\":0.3}]");
        String partly = job();
        simulator.faults("[{\"on\":\"batch\",\"do\":\"expire\",\"fraction\":0}]");
        String never = job();

        assertThat(simulator.statuses(partly)).endsWith("PartiallyCompleted");
        assertThat(simulator.rows(partly)).hasSize(30);
        assertThat(RunningSimulator.json(simulator.output(partly, "manifest.json.out")))
                .isEqualTo(RunningSimulator.json("{\"totalRecordCount\":100,\"processedRecordCount\":30,"
                        + "\"successRecordCount\":30,\"errorRecordCount\":0,\"inputTokenCount\":%d,\"outputTokenCount\":%d}"
                                .formatted(
                                        tokens(simulator.rows(partly), "inputTokens"),
                                        tokens(simulator.rows(partly), "outputTokens"))));
        assertThat(simulator.statuses(never)).endsWith("Expired");
        assertThat(simulator.outputs(never)).isEmpty();
    }

    private static long tokens(List<JsonNode> rows, String kind) {
        return rows.stream()
                .mapToLong(row -> row.at("/modelOutput/usage/" + kind).asLong())
                .sum();
    }

    @Test
    void readsEveryFileBelowAPrefixAndWritesOneOutputEach() {
        simulator.upload("many/a.jsonl", records(60).stripTrailing());
        simulator.upload(
                "many/b.jsonl", BedrockSimulator.converse("B1", "Hello").repeat(40));
        simulator.upload("many/readme.txt", "not a record");
        String arn = simulator
                .client()
                .createModelInvocationJob(simulator
                        .request("many", "s3://" + BedrockSimulator.IN + "/many")
                        .build())
                .jobArn();
        assertThat(simulator.ended(arn).successRecordCount()).isEqualTo(100);
        assertThat(simulator.outputs(arn)).containsExactly("a.jsonl.out", "b.jsonl.out", "manifest.json.out");
        assertThat(simulator.output(arn, "b.jsonl.out").lines()).hasSize(40);
    }

    @Test
    void listsJobsPageByPageNewestFirstAndByFilter() {
        String uri = simulator.upload("listed.jsonl", records(100));
        for (String name : List.of("caravan-1", "other-2", "caravan-3")) {
            simulator
                    .client()
                    .createModelInvocationJob(simulator.request(name, uri).build());
        }
        assertThat(simulator.client().listModelInvocationJobsPaginator(list -> list.maxResults(2)).stream()
                        .map(page -> page.invocationJobSummaries().stream()
                                .map(ModelInvocationJobSummary::jobName)
                                .toList()))
                .containsExactly(List.of("caravan-3", "other-2"), List.of("caravan-1"));
        assertThat(simulator
                        .client()
                        .listModelInvocationJobs(
                                list -> list.nameContains("caravan-").sortOrder("Ascending"))
                        .invocationJobSummaries())
                .extracting(ModelInvocationJobSummary::jobName)
                .containsExactly("caravan-1", "caravan-3");
        assertThat(simulator
                        .client()
                        .listModelInvocationJobs(list -> list.statusEquals("Completed"))
                        .invocationJobSummaries())
                .isEmpty();
        var newest = simulator
                .client()
                .listModelInvocationJobs(list -> list.maxResults(1))
                .invocationJobSummaries()
                .get(0);
        assertThat(simulator
                        .client()
                        .listModelInvocationJobs(list -> list.submitTimeAfter(newest.submitTime()))
                        .invocationJobSummaries())
                .isEmpty();
    }

    @Test
    void hidesAJobForAWhileButKnowsItsToken() throws Exception {
        simulator.settings("{\"V\":600000}");
        String arn = simulator.create(
                records(100), request -> request.jobName("late").clientRequestToken("late"));
        assertThatThrownBy(() -> simulator.get(arn)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(simulator.client().listModelInvocationJobs(list -> {}).invocationJobSummaries())
                .isEmpty();
        simulator.settings("{\"V\":0}");
        assertThat(simulator.get(arn).jobName()).isEqualTo("late");
    }

    @Test
    void goesOnAfterARestartWhereItWas() {
        String arn = job();
        assertThat(simulator.get(arn).statusAsString()).isEqualTo("Submitted");
        assertThat(simulator.get(arn).statusAsString()).isEqualTo("Validating");
        simulator.close();
        simulator = new BedrockSimulator(data, s3);
        assertThat(simulator.statuses(arn)).containsExactly("Scheduled", "InProgress", "InProgress", "Completed");
    }

    @Test
    void listsModelsAndTheProfilesThatLeadToThem() {
        assertThat(simulator
                        .client()
                        .listFoundationModels(list -> list.byProvider("Amazon").byOutputModality("EMBEDDING"))
                        .modelSummaries())
                .extracting(FoundationModelSummary::modelId)
                .containsExactly("amazon.titan-embed-text-v2:0", "amazon.titan-embed-image-v1");
        assertThat(simulator.client().listInferenceProfiles(list -> {}).inferenceProfileSummaries())
                .extracting(InferenceProfileSummary::inferenceProfileId)
                .contains(BedrockSimulator.HAIKU, "us.meta.llama3-3-70b-instruct-v1:0")
                .doesNotContain("eu.meta.llama3-3-70b-instruct-v1:0");
    }

    @Test
    void speaksAmazonsErrorsWhenAScriptWantsThem() throws Exception {
        simulator.faults("[{\"on\":\"batches.get\",\"do\":\"status\",\"status\":429}]");
        String arn = job();
        assertThatThrownBy(() -> simulator.get(arn)).isInstanceOf(ThrottlingException.class);
        assertThat(simulator.get(arn).statusAsString()).isEqualTo("Submitted");
    }
}
