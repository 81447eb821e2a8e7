package dev.caravan.provider.vertex;

import com.google.cloud.storage.BlobInfo;
import dev.caravan.provider.ProviderContract;
import dev.caravan.testkit.GcsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/**
 * Gemini on Vertex: jobs at the simulator, objects in a Cloud Storage of their own. Nothing beside a request is repeated,
 * as far as the documents promise: rows are known by what is in the request.
 */
class VertexProviderTest extends ProviderContract {
    private final GcsServer storage = new GcsServer("trial");

    @AfterAll
    void closeStorage() {
        storage.close();
    }

    @Override
    protected boolean refusesMissingInputs() {
        return false;
    }

    @Override
    protected String provider() {
        return "simulator-vertex";
    }

    @Override
    protected String chatModel() {
        return "gemini-2.5-flash";
    }

    @Override
    protected String chatOptions() {
        return ", thinking: low, parameters: {maxOutputTokens: 60000}";
    }

    @Override
    protected String embeddingsModel() {
        return "gemini-embedding-001";
    }

    @Override
    protected String secret() {
        return "secret: \"${TRIAL_KEY:" + storage.token() + "}\"";
    }

    @Override
    protected String credentialOptions() {
        return ", settings: {project: trial, bucket: \"gs://trial/caravan\", storage-url: \"" + storage.endpoint()
                + "\"}";
    }

    @Override
    protected String simulatorSettings() {
        return "{\"vertex\": {\"storage\": \"" + storage.endpoint() + "\", \"token\": \"" + storage.token()
                + "\", \"echo\": " + echo() + "}}";
    }

    /** Results come from Cloud Storage, whose answers no script of the simulator spoils. */
    @Override
    protected String downloadCall() {
        return "";
    }

    int echo() {
        return 0;
    }

    @Override
    protected void breakOffADownload() {
        storage.breakOff(700);
    }

    /** Gemini has no word for a refusal: what it will not say is blocked. */
    @Override
    protected Map<String, String> outcomes() {
        return Map.of(
                "truncate", "INVALID_OUTPUT truncated 1",
                "refusal", "INVALID_OUTPUT blocked 1",
                "content-filter", "INVALID_OUTPUT blocked 1",
                "invalid-json", "INVALID_OUTPUT parse 1");
    }

    @Override
    protected String uploadCall() {
        return "";
    }

    @Override
    protected void uploadUnnoted(String label) {
        storage.client()
                .create(BlobInfo.newBuilder("trial", "caravan/in/" + label + ".jsonl")
                        .build());
    }

    @Override
    protected List<String> leftInBuckets() {
        List<String> names = new ArrayList<>();
        storage.client().list("trial").iterateAll().forEach(blob -> names.add(blob.getName()));
        return names;
    }
}
