package dev.caravan.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.storage.BlobInfo;
import dev.caravan.provider.JobStatus;
import dev.caravan.testkit.GcsServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexStatusTest {
    private static final String NAME = "projects/12/locations/us-central1/batchPredictionJobs/34";

    private static JsonNode job(String more) throws Exception {
        return new ObjectMapper().readTree(("{'name':'" + NAME + "'," + more + "}").replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, validating, false",
        "PENDING, validating, false",
        "RUNNING, in_progress, false",
        "CANCELLING, cancelling, false",
        "PAUSED, paused, false",
        "UPDATING, updating, false",
        "SUCCEEDED, completed, true",
        "PARTIALLY_SUCCEEDED, completed, true",
        "FAILED, failed, true",
        "CANCELLED, cancelled, true",
        "EXPIRED, expired, true",
        "DREAMING, unknown, false",
    })
    void knowsTheStates(String theirs, String ours, boolean terminal) throws Exception {
        JobStatus status = new VertexStatus(job("'state':'JOB_STATE_" + theirs + "'")).with(Map.of());
        assertThat(status.state()).isEqualTo(ours);
        assertThat(status.terminal()).isEqualTo(terminal);
    }

    @Test
    void readsCountsThatAreTexts() throws Exception {
        JobStatus status = new VertexStatus(job("'state':'JOB_STATE_CANCELLED','completionStats':"
                        + "{'successfulCount':'4','failedCount':'1','incompleteCount':'5'}"))
                .with(Map.of("results", "gs://box/p"));
        assertThat(status)
                .isEqualTo(new JobStatus(NAME, "cancelled", true, 10, 5, 1, Map.of("results", "gs://box/p"), null));
        assertThat(new VertexStatus(job("'state':'JOB_STATE_SUCCEEDED','completionStats':{'successfulCount':'-1'}"))
                        .isCounted())
                .isFalse();
    }

    @Test
    void takesResultsFromTheCredentialsOwnPlaceOnly() throws Exception {
        Gs place = Gs.of("gs://mine/caravan");
        assertThat(new VertexStatus(job("'state':'x','outputInfo':{'gcsOutputDirectory':'gs://mine/caravan/out/a'}"))
                        .output(place))
                .isEqualTo(Gs.of("gs://mine/caravan/out/a"));
        assertThat(new VertexStatus(job("'state':'x','outputInfo':{'gcsOutputDirectory':'gs://theirs/caravan/out'}"))
                        .output(place))
                .isNull();
        assertThat(new VertexStatus(job("'state':'x','outputInfo':{'gcsOutputDirectory':'gs://mine/caravan2/out'}"))
                        .output(place))
                .isNull();
    }

    @Test
    void looksForResultFilesAsTheirNamesTell() {
        try (GcsServer storage = new GcsServer("box")) {
            for (String name : List.of(
                    "o/prediction-model-1/incremental_predictions/p_1.jsonl",
                    "o/prediction-model-1/predictions_0002.jsonl",
                    "o/prediction-model-1/predictions_0001.jsonl",
                    "o/prediction-model-1/errors_0001.jsonl",
                    "o/prediction-model-1/notes.txt",
                    "o2/prediction-model-1/predictions.jsonl")) {
                storage.client().create(BlobInfo.newBuilder("box", name).build(), new byte[] {'{', '}'});
            }
            storage.client()
                    .create(BlobInfo.newBuilder("box", "o/prediction-model-1/predictions_0003.jsonl")
                            .build());
            Shards many = Shards.below(Gs.of("gs://box/o"), storage.client());
            assertThat(many.files(true))
                    .containsExactly(
                            Map.entry("results-0001", "gs://box/o/prediction-model-1/predictions_0001.jsonl"),
                            Map.entry("results-0002", "gs://box/o/prediction-model-1/predictions_0002.jsonl"),
                            Map.entry("errors-0001", "gs://box/o/prediction-model-1/errors_0001.jsonl"));
            Shards one = Shards.below(Gs.of("gs://box/o2"), storage.client());
            assertThat(one.files(true))
                    .containsExactly(Map.entry("results", "gs://box/o2/prediction-model-1/predictions.jsonl"));
            Shards parts =
                    Shards.below(Gs.of("gs://box/o/prediction-model-1/incremental_predictions"), storage.client());
            assertThat(parts.files(true))
                    .containsExactly(Map.entry(
                            "results-0001", "gs://box/o/prediction-model-1/incremental_predictions/p_1.jsonl"));
        }
    }
}
