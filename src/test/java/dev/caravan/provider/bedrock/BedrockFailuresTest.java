package dev.caravan.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.CallEnd;
import dev.caravan.provider.CallKind;
import dev.caravan.provider.CallObserver.EndedCall;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkException;

/** The one create call, and what becomes of the try when it is not answered as hoped. */
class BedrockFailuresTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "region", "eu-central-1",
            "input", "s3://bedrock-in/requests/",
            "output", "s3://bedrock-out/results",
            "role-arn", "arn:aws:iam::111122223333:role/batch",
            "bucket-owner", "444455556666",
            "kms-key", "alias/results",
            "timeout-hours", "96");

    private final ScriptedBedrock bedrock = new ScriptedBedrock();
    private final Attempt attempt = new Attempt(SETTINGS, "converse", "{}\n");

    /** Those that are over, in their order. */
    private final List<EndedCall> calls = new ArrayList<>();

    private boolean silent;

    @AfterEach
    void end() {
        bedrock.close();
    }

    private void create(String url, Attempt with) {
        BedrockFailures failures = new BedrockFailures(Clock.systemUTC());
        Sent sent = new Sent();
        try (AwsAccess access = new AwsAccess(
                url,
                SETTINGS,
                AwsBasicCredentials.create("AKID", "secret"),
                new JobTimes("aws", failures, calls::add, name -> silent, System::nanoTime))) {
            with.accepted(new AwsJobs(access.bedrock()).create(with, sent));
        } catch (SdkException e) {
            with.failed(failures.of(e, sent.isSent()));
        }
    }

    @Test
    void nothingLeavesWithACredentialThatIsSilentAndThatIsNoDoubt() {
        silent = true;
        create(bedrock.url(), attempt);
        assertThat(bedrock.asked()).isEmpty();
        assertThat(attempt.failures).singleElement().satisfies(failure -> {
            assertThat(failure.proven()).isTrue();
            assertThat(failure.message())
                    .contains("Credential \"aws\" is paused, and nobody is called with it; the call was not sent");
        });
    }

    @Test
    void saysWhatBecameOfEachCall() {
        bedrock.answer(200, ARN);
        create(bedrock.url(), attempt);
        bedrock.answer(429, "{\"__type\":\"ThrottlingException\",\"message\":\"slow down\"}");
        create(bedrock.url(), attempt);
        bedrock.answer(403, "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}");
        create(bedrock.url(), attempt);
        create("http://127.0.0.1:1", attempt);
        assertThat(calls).extracting(EndedCall::credential).containsOnly("aws");
        assertThat(calls).extracting(EndedCall::kind).containsOnly(CallKind.CREATE);
        assertThat(calls)
                .extracting(EndedCall::end)
                .containsExactly(CallEnd.OK, CallEnd.TRANSIENT, CallEnd.AUTH, CallEnd.NETWORK);
        assertThat(calls).allSatisfy(call -> assertThat(call.took()).isPositive());
    }

    private static final String ARN =
            "{\"jobArn\":\"arn:aws:bedrock:eu-central-1:111122223333:model-invocation-job/abc123def456\"}";

    @Test
    void sendsEverythingThatTheCredentialSays() throws Exception {
        bedrock.answer(200, ARN);
        create(bedrock.url(), attempt);
        assertThat(attempt.log).containsExactly("accepted abc123def456");
        assertThat(bedrock.asked()).containsExactly("POST /model-invocation-job");
        assertThat(new ObjectMapper().readTree(bedrock.lastBody())).isEqualTo(new ObjectMapper().readTree("""
                {"jobName":"caravan-t-1","roleArn":"arn:aws:iam::111122223333:role/batch","clientRequestToken":"t-1",
                 "modelId":"us.anthropic.claude-haiku-4-5-20251001-v1:0","modelInvocationType":"Converse",
                 "timeoutDurationInHours":96,
                 "inputDataConfig":{"s3InputDataConfig":{"s3InputFormat":"JSONL",
                   "s3Uri":"s3://bedrock-in/requests/t-1.jsonl","s3BucketOwner":"444455556666"}},
                 "outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://bedrock-out/results/",
                   "s3EncryptionKeyId":"alias/results","s3BucketOwner":"444455556666"}}}"""));
    }

    @Test
    void sendsEmbeddingsAndNativeBodiesAsInvokeModelJobs() {
        for (String endpoint : new String[] {"invoke", "embeddings"}) {
            bedrock.answer(200, ARN);
            create(bedrock.url(), new Attempt(SETTINGS, endpoint, "{}\n"));
            assertThat(bedrock.lastBody()).contains("\"modelInvocationType\":\"InvokeModel\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,ValidationException,INVALID_REQUEST ValidationException proven",
        "400,ServiceQuotaExceededException,QUOTA ServiceQuotaExceededException proven",
        "400,ConflictException,TRANSIENT ConflictException in doubt",
        "403,AccessDeniedException,AUTH AccessDeniedException proven",
        "403,UnrecognizedClientException,AUTH UnrecognizedClientException proven",
        "400,IncompleteSignature,AUTH IncompleteSignature proven",
        "404,ResourceNotFoundException,INVALID_REQUEST ResourceNotFoundException proven",
        "429,ThrottlingException,TRANSIENT ThrottlingException proven",
        "500,InternalServerException,TRANSIENT InternalServerException in doubt",
        "503,ServiceUnavailableException,TRANSIENT ServiceUnavailableException in doubt",
    })
    void takesARefusalInAmazonsShapeForProof(int status, String type, String expected) {
        bedrock.error(status, type);
        create(bedrock.url(), attempt);
        assertThat(attempt.log).containsExactly("failed " + expected);
        assertThat(attempt.failures.get(0).message()).isEqualTo("no");
        assertThat(bedrock.asked()).as("nothing is sent twice").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID_REQUEST", "403,AUTH", "429,TRANSIENT", "502,TRANSIENT"})
    void provesNothingByTheWordsOfAGateway(int status, String kind) {
        bedrock.answer(status, "<html>no</html>", "Content-Type", "text/html");
        create(bedrock.url(), attempt);
        assertThat(attempt.log).containsExactly("failed " + kind + " http_" + status + " in doubt");
    }

    @Test
    void staysInDoubtWhenTheConnectionEndsWithoutAnAnswer() {
        bedrock.answer(0, "");
        create(bedrock.url(), attempt);
        assertThat(attempt.log).containsExactly("failed TRANSIENT no_reply in doubt");
    }

    @Test
    void staysInDoubtWhenTheAnswerBreaksOff() {
        bedrock.answer(200, "{\"jobArn\":\"arn:aws");
        create(bedrock.url(), attempt);
        assertThat(attempt.log).hasSize(1).allSatisfy(line -> assertThat(line).endsWith("in doubt"));
    }

    @Test
    void knowsThatNothingWasSentWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        create("http://127.0.0.1:" + port, attempt);
        assertThat(attempt.log).containsExactly("failed TRANSIENT unreachable proven");
    }

    @Test
    void waitsAsLongAsAGatewayAsks() {
        bedrock.answer(429, "{\"message\":\"no\"}", "x-amzn-errortype", "ThrottlingException", "Retry-After", "7");
        create(bedrock.url(), attempt);
        assertThat(attempt.failures.get(0).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
}
