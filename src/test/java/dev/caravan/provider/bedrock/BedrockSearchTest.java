package dev.caravan.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.SearchLog;
import dev.caravan.testkit.S3Server;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

class BedrockSearchTest {
    private static final String WITNESS = job("known-000001", "caravan-old", "1970-01-01T00:15:00Z", "");
    private static final List<String> INPUTS = List.of("s3://bedrock-in/t-1.jsonl", "s3://bedrock-in/t-2.jsonl");

    private static S3Server s3;

    private final SearchLog doubt = new SearchLog(List.of("t-1", "t-2"), INPUTS);
    private final ScriptedBedrock bedrock = new ScriptedBedrock();
    private AwsAccess access;
    private BedrockSearch search;

    @BeforeAll
    static void startS3() {
        s3 = new S3Server("bedrock-in");
    }

    @AfterAll
    static void stopS3() {
        s3.close();
    }

    @BeforeEach
    void begin() {
        access = new AwsAccess(
                bedrock.url(),
                Map.of("region", S3Server.REGION, "s3-url", s3.endpoint().toString()),
                AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY),
                new JobTimes(
                        "aws", new BedrockFailures(Clock.systemUTC()), call -> {}, name -> false, System::nanoTime));
        search = new BedrockSearch(
                doubt, new AwsJobs(access.bedrock()), new Objects(access.s3()), new BedrockFailures(Clock.systemUTC()));
    }

    @AfterEach
    void end() {
        access.close();
        bedrock.close();
    }

    /** @param more more members, each with a comma before it */
    private static String job(String id, String name, String submitted, String more) {
        return "{\"jobArn\":\"arn:aws:bedrock:eu-central-1:111122223333:model-invocation-job/" + id
                + "\",\"jobName\":\"" + name + "\",\"submitTime\":\"" + submitted + "\"" + more + "}";
    }

    private static String stranger(String submitted) {
        return job("stranger0001", "caravan-other", submitted, "");
    }

    private void page(String next, String... jobs) {
        bedrock.answer(
                200,
                "{\"invocationJobSummaries\":[" + String.join(",", jobs) + "]"
                        + (next.isEmpty() ? "" : ",\"nextToken\":\"" + next + "\"") + "}");
        assertThat(search.isPaging()).isTrue();
        search.page();
    }

    @Test
    void findsByTokenByNameAndByInputAndAllTwins() {
        page(
                "",
                job("bytoken00001", "another-name", "1970-01-01T00:20:00Z", ",\"clientRequestToken\":\"t-2\""),
                job("byname000001", "caravan-t-1", "1970-01-01T00:19:00Z", ""),
                job(
                        "byinput00001",
                        "x",
                        "1970-01-01T00:18:00Z",
                        ",\"inputDataConfig\":{\"s3InputDataConfig\":{\"s3Uri\":\"" + INPUTS.get(0) + "\"}}"));
        assertThat(doubt.log)
                .containsExactly(
                        "found bytoken00001 t-2 null",
                        "found byname000001 t-1 null",
                        "found byinput00001 null " + INPUTS.get(0));
        assertThat(search.isPaging()).isFalse();
        assertThat(search.isRevoking()).isFalse();
    }

    @Test
    void asksForJobsOfItsNameUntilTheWindowIsPassed() {
        page("p 2", stranger("1970-01-01T00:30:00Z"));
        page("p3", WITNESS);
        assertThat(doubt.log).containsExactly("complete negative");
        assertThat(bedrock.asked())
                .allSatisfy(call -> assertThat(call)
                        .startsWith("GET /model-invocation-jobs?")
                        .contains("nameContains=caravan-")
                        .contains("sortOrder=Descending")
                        .contains("maxResults=1000"));
        assertThat(bedrock.asked().get(1)).contains("nextToken=p%202");
    }

    @Test
    void goesOnAfterAnEmptyPageThatHasANextOne() {
        page("p2");
        page("", WITNESS);
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void readsToTheEndWhenTheListIsNotInOrder() {
        page("p2", WITNESS, stranger("1970-01-01T00:30:00Z"));
        assertThat(search.isPaging()).isTrue();
        page("", stranger("1970-01-01T00:10:00Z"));
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void concludesNothingFromAListWithoutAWitness() {
        page("", stranger("1970-01-01T00:30:00Z"));
        assertThat(doubt.log)
                .containsExactly("inconclusive: the whole list holds none of the jobs that the ledger knows: "
                        + "is the credential of another account?");
    }

    @Test
    void needsNoWitnessWhereTheLedgerKnowsNone() {
        doubt.hasWitness = false;
        page("");
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void concludesNothingFromAPageThatWasNotAnswered() {
        page("p2", stranger("1970-01-01T00:30:00Z"));
        bedrock.error(429, "ThrottlingException");
        search.page();
        assertThat(doubt.log).containsExactly("inconclusive: page 2 of the list of jobs was not answered: no");
        assertThat(search.isPaging()).isFalse();
    }

    @Test
    void concludesNothingFromAListThatTurnsInCircles() {
        page("p2", stranger("1970-01-01T00:30:00Z"));
        page("p2", stranger("1970-01-01T00:30:00Z"));
        assertThat(doubt.log).containsExactly("inconclusive: the list of jobs does not come to an end after 2 pages");
    }

    @Test
    void aSweepDeletesInputsThatNobodyNotedAndNoOtherObject() {
        doubt.wantsFiles = true;
        doubt.tooNew = Long.MAX_VALUE;
        search.withInputs(S3Place.of("s3://bedrock-in/mine"));
        for (String key : List.of("mine/t-1.jsonl", "mine/t-9.jsonl", "mine/notes.txt", "t-1.jsonl")) {
            s3.client().putObject(put -> put.bucket("bedrock-in").key(key), RequestBody.fromString("{}"));
        }
        page("", WITNESS);
        doubt.log.clear();
        while (search.isRevoking()) {
            search.revoke();
        }
        assertThat(doubt.log)
                .containsExactly(
                        "gone " + INPUTS.get(0), "gone " + INPUTS.get(1), "gone s3://bedrock-in/mine/t-1.jsonl");
        assertThat(s3.client().listObjectsV2(list -> list.bucket("bedrock-in")).contents())
                .extracting(S3Object::key)
                .containsExactly("mine/notes.txt", "mine/t-9.jsonl");
        for (String key : List.of("mine/notes.txt", "mine/t-9.jsonl")) {
            s3.client().deleteObject(delete -> delete.bucket("bedrock-in").key(key));
        }
    }

    @Test
    void deletesTheInputsOfAJobThatIsNotThere() {
        s3.client().putObject(put -> put.bucket("bedrock-in").key("t-1.jsonl"), RequestBody.fromString("{}"));
        page("", WITNESS);
        while (search.isRevoking()) {
            search.revoke();
        }
        assertThat(doubt.log).containsExactly("complete negative", "gone " + INPUTS.get(0), "gone " + INPUTS.get(1));
        assertThat(s3.client().listObjectsV2(list -> list.bucket("bedrock-in")).contents())
                .isEmpty();
    }

    /** What became of one that ended is in its output folder, not in the list. */
    @Test
    void tellsHowEachRunningJobOfTheListIsDoing() {
        page(
                "",
                job("a", "caravan-a", "1970-01-01T00:20:00Z", ",\"status\":\"InProgress\""),
                job("b", "caravan-b", "1970-01-01T00:19:00Z", ",\"status\":\"Completed\""));
        assertThat(doubt.statuses).containsExactly("a in_progress");
    }
}
