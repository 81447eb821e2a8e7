package dev.caravan.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.PollStep;
import dev.caravan.testkit.S3Server;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Inputs, statuses and results; the objects are in a real S3 server. */
class BedrockConversationTest {
    private static final String JOB = "abc123def456";
    private static final String FOLDER = "runs/" + JOB + "/";

    private static S3Server s3;

    private final ScriptedBedrock bedrock = new ScriptedBedrock();
    private BedrockConversation conversation;
    private ModelInquiry account;

    @BeforeAll
    static void startS3() {
        s3 = new S3Server("bedrock-in", "bedrock-out");
    }

    @AfterAll
    static void stopS3() {
        s3.close();
    }

    @BeforeEach
    void begin() {
        Map<String, String> settings = Map.of(
                "region",
                S3Server.REGION,
                "access-key",
                S3Server.ACCESS_KEY,
                "s3-url",
                s3.endpoint().toString(),
                "input",
                "s3://bedrock-in/requests");
        Provider provider =
                new Provider("bedrock", "bedrock", bedrock.url(), new Limits(9, 9, 9, 1, 9), Map.of(), "2026-11-20");
        Credential credential =
                new Credential("aws", provider, bedrock.url(), new Secret(S3Server.SECRET_KEY), settings);
        conversation = new BedrockConversation(
                new AwsAccounts(
                        new Models(Map.of(), Map.of("aws", credential), Map.of()),
                        name -> new JobTimes(
                                name,
                                new BedrockFailures(Clock.systemUTC()),
                                call -> {},
                                credentialName -> false,
                                System::nanoTime)),
                new BedrockFailures(Clock.systemUTC()));
        account = new ModelInquiry("bedrock", bedrock.url(), "aws", settings);
    }

    @AfterEach
    void end() {
        conversation.close();
        bedrock.close();
        s3.client()
                .listObjectsV2(list -> list.bucket("bedrock-out"))
                .contents()
                .forEach(object -> s3.client()
                        .deleteObject(delete -> delete.bucket("bedrock-out").key(object.key())));
    }

    private static void put(String bucket, String key, String content) {
        s3.client().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private static void output(String name, String content) {
        put("bedrock-out", FOLDER + name, content);
    }

    /** Remembers what it is told. */
    private static final class Step implements PollStep {
        final List<JobStatus> statuses = new ArrayList<>();
        final List<Failure> failed = new ArrayList<>();
        boolean dated;

        @Override
        public void providerTime(String date) {
            dated = date != null;
        }

        @Override
        public void status(JobStatus status) {
            statuses.add(status);
        }

        @Override
        public void failed(Failure failure) {
            failed.add(failure);
        }
    }

    /** @param more more members, each with a comma before it */
    private Step ask(String status, String more) {
        bedrock.answer(
                200,
                "{\"jobArn\":\"arn:aws:bedrock:eu-central-1:111122223333:model-invocation-job/" + JOB
                        + "\",\"status\":\"" + status
                        + "\",\"outputDataConfig\":{\"s3OutputDataConfig\":{\"s3Uri\":\"s3://bedrock-out/runs\"}}"
                        + more
                        + "}");
        Step step = new Step();
        conversation.status(account, step, JOB);
        return step;
    }

    private JobStatus status(String status, String more) {
        Step step = ask(status, more);
        assertThat(step.failed).isEmpty();
        return step.statuses.get(0);
    }

    private static String counts(int total, int processed, int errors) {
        return ",\"totalRecordCount\":%d,\"processedRecordCount\":%d,\"successRecordCount\":%d,\"errorRecordCount\":%d"
                .formatted(total, processed, processed - errors, errors);
    }

    @Test
    void takesAnInputForUploadedOnlyIfS3HasAllOfIt() {
        Attempt attempt = new Attempt(account.getSettings(), "converse", "{}\n");
        Transfer input = conversation.input(account, attempt);
        assertThat(input.getBucket() + " " + input.getKey()).isEqualTo("bedrock-in requests/t-1.jsonl");

        put("bedrock-in", "requests/t-1.jsonl", "{}");
        conversation.uploaded(account, attempt, input);
        assertThat(attempt.log).containsExactly("failed TRANSIENT incomplete proven");
        assertThat(attempt.failures.get(0).message())
                .isEqualTo("s3://bedrock-in/requests/t-1.jsonl: it holds 2 bytes of 3");

        Attempt again = new Attempt(account.getSettings(), "converse", "{}\n");
        put("bedrock-in", "requests/t-1.jsonl", "{}\n");
        conversation.uploaded(account, again, input);
        assertThat(again.log).containsExactly("uploaded s3://bedrock-in/requests/t-1.jsonl with a date");
    }

    @ParameterizedTest
    @CsvSource({
        "Submitted,validating",
        "Validating,validating",
        "Scheduled,in_progress",
        "InProgress,in_progress",
        "Stopping,cancelling",
        "Dreaming,unknown",
    })
    void keepsAskingAboutAJobThatIsNotOver(String word, String state) {
        Step step = ask(word, counts(100, 7, 2));
        assertThat(step.dated).isTrue();
        assertThat(step.statuses).containsExactly(new JobStatus(JOB, state, false, 100, 5, 2, Map.of(), null));
    }

    @Test
    void believesTheManifestBeforeTheCountersThatLag() {
        output("t-1.jsonl.out", "{}\n{}\n{}\n");
        output(
                "manifest.json.out",
                "{\"totalRecordCount\":3,\"processedRecordCount\":3,\"successRecordCount\":2,\"errorRecordCount\":1}");
        assertThat(status("Completed", counts(3, 1, 0)))
                .isEqualTo(new JobStatus(
                        JOB,
                        "completed",
                        true,
                        3,
                        3,
                        1,
                        Map.of("results", "s3://bedrock-out/" + FOLDER + "t-1.jsonl.out"),
                        null));
    }

    @Test
    void doesWithoutAManifest() {
        output("t-1.jsonl.out", "{}\n{}\n");
        output("manifest.json.out", "<not json>");
        assertThat(status("PartiallyCompleted", counts(5, 2, 0)))
                .isEqualTo(new JobStatus(
                        JOB,
                        "expired",
                        true,
                        5,
                        2,
                        0,
                        Map.of("results", "s3://bedrock-out/" + FOLDER + "t-1.jsonl.out"),
                        null));
    }

    @Test
    void holdsNoFileAgainstACountThatIsNotThere() {
        output("t-1.jsonl.out", "{}\n");
        assertThat(status("Stopped", "").files())
                .isEqualTo(Map.of("results-1", "s3://bedrock-out/" + FOLDER + "t-1.jsonl.out"));
    }

    @Test
    void bringsEveryOutputHomeButNothingElse() {
        output("a.jsonl.out", "{}\n");
        output("deeper/b.jsonl.out", "{}\n");
        output("empty.jsonl.out", "");
        output("amazon.log", "x");
        put("bedrock-out", "runs/" + JOB + "x/other.jsonl.out", "{}\n");
        assertThat(status("Completed", counts(2, 2, 0)).files())
                .isEqualTo(Map.of(
                        "results-1", "s3://bedrock-out/" + FOLDER + "a.jsonl.out",
                        "results-2", "s3://bedrock-out/" + FOLDER + "deeper/b.jsonl.out"));
    }

    @Test
    void waitsForResultsThatAreOwed() {
        Step step = ask("Completed", counts(100, 100, 0));
        assertThat(step.statuses).isEmpty();
        assertThat(step.failed).extracting(Failure::code).containsExactly("no_output");
        assertThat(step.failed.get(0).message())
                .isEqualTo("Bedrock went through 100 records, but s3://bedrock-out/" + FOLDER
                        + " holds no results: may the credential list that bucket?");
    }

    @Test
    void expectsNothingOfAJobThatNeverBegan() {
        assertThat(status("Expired", "")).isEqualTo(new JobStatus(JOB, "expired", true, 0, 0, 0, Map.of(), null));
        assertThat(status("Stopped", counts(100, 0, 0)))
                .isEqualTo(new JobStatus(JOB, "cancelled", true, 100, 0, 0, Map.of(), null));
    }

    @ParameterizedTest
    @CsvSource({
        "The service role may not read it: access denied,AUTH",
        "Internal server error,TRANSIENT",
        "Request was throttled: too many requests,QUOTA",
        "The input holds 7 records,INVALID_REQUEST",
    })
    void saysWhyAJobFailed(String message, Kind kind) {
        assertThat(status("Failed", ",\"message\":\"" + message + "\"").failure())
                .isEqualTo(new Failure(kind, true, "failed", message, null, 0));
    }

    @Test
    void neverTakesAnErrorForTheEndOfAJob() {
        Step step = new Step();
        bedrock.error(404, "ResourceNotFoundException");
        conversation.status(account, step, JOB);
        bedrock.answer(503, "<html>");
        conversation.status(account, step, JOB);
        assertThat(step.statuses).isEmpty();
        assertThat(step.failed).extracting(Failure::code).containsExactly("ResourceNotFoundException", "http_503");
    }

    @Test
    void leavesItToTheStatusWhetherAStopCameInTime() {
        bedrock.error(400, "ConflictException");
        conversation.stop(account, JOB);
        assertThat(bedrock.asked()).containsExactly("POST /model-invocation-job/" + JOB + "/stop");
    }

    @Test
    void asksForModelsAndThenForProfilesPageByPage() {
        bedrock.answer(200, "{\"modelSummaries\":[{\"modelArn\":\"a\",\"modelId\":\"amazon.nova-lite-v1:0\"}]}");
        bedrock.answer(200, "{\"inferenceProfileSummaries\":[{\"inferenceProfileId\":\"us.x\"}],\"nextToken\":\"n\"}");
        bedrock.answer(200, "{\"inferenceProfileSummaries\":[{\"inferenceProfileId\":\"us.y\"}]}");
        while (account.isMore()) {
            conversation.models(account, account);
        }
        assertThat(account.names()).containsExactly("amazon.nova-lite-v1:0", "us.x", "us.y");
        assertThat(bedrock.asked())
                .containsExactly(
                        "GET /foundation-models",
                        "GET /inference-profiles?maxResults=1000",
                        "GET /inference-profiles?maxResults=1000&nextToken=n");
    }
}
