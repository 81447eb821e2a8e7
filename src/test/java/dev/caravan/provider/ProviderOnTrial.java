package dev.caravan.provider;

import java.util.List;
import java.util.Map;

/** What a provider must say of itself to be put to the test, and what it may. */
public abstract class ProviderOnTrial {

    /** Its entry in the shipped providers.yaml. */
    protected abstract String provider();

    /** A model for chat that the simulator knows, listed for the account. */
    protected abstract String chatModel();

    /** A model for embeddings, or an empty text if the provider has none. */
    protected String embeddingsModel() {
        return "";
    }

    /** More keys of the batch model for chat, as flow YAML: {@code , thinking: low, parameters: {…}}. */
    protected String chatOptions() {
        return "";
    }

    /** More keys of the credential, as flow YAML: {@code , settings: {…}}. */
    protected String credentialOptions() {
        return "";
    }

    /** The key that the simulator takes, as a placeholder with default. */
    protected String secret() {
        return "secret: \"${TRIAL_KEY:simulated}\"";
    }

    /** How the simulator is to behave, if not as it does by itself: JSON for its settings. */
    protected String simulatorSettings() {
        return "{}";
    }

    /** More options of the simulator's process. */
    protected List<String> simulatorOptions() {
        return List.of();
    }

    /** More credentials, as lines of YAML, each with two spaces before it. */
    protected String moreCredentials() {
        return "";
    }

    /** More batch models, as lines of YAML, each with two spaces before it. */
    protected String moreBatchModels() {
        return "";
    }

    /** Fewest records that the simulator takes in a batch. */
    protected int least() {
        return 1;
    }

    /** The simulator's name for the call that creates a batch. */
    protected String createCall() {
        return "batches.create";
    }

    /** Whether no other provider on trial moves its bytes by the same routes and the same reader. */
    protected boolean movesItsOwnWay() {
        return true;
    }

    /** Whether a create is stopped by deleting its input. */
    protected boolean revocable() {
        return true;
    }

    /**
     * Whether a create without its input is refused at once; else it is accepted and fails, free of charge, and its
     * records go again under their next attempt.
     */
    protected boolean refusesMissingInputs() {
        return true;
    }

    /** Names of calls that bring results home, the simulator's word; empty if they are not the simulator's. */
    protected String downloadCall() {
        return "";
    }

    /** The next answer with results breaks off after some hundred bytes. */
    protected void breakOffADownload() throws Exception {
        rig().faults("[{\"on\":\"" + downloadCall() + "\",\"do\":\"truncate\",\"bytes\":700}]");
    }

    /** Twists of lines that the provider has a word for, each with the state and code a record ends with. */
    protected Map<String, String> outcomes() {
        return Map.of(
                "truncate", "INVALID_OUTPUT truncated 1",
                "refusal", "INVALID_OUTPUT refused 1",
                "content-filter", "INVALID_OUTPUT blocked 1",
                "invalid-json", "INVALID_OUTPUT parse 1");
    }

    /** The simulator's name for the call that ends an upload; empty where none can be lost that a sweep would have to find. */
    protected String uploadCall() {
        return "files.create";
    }

    /** Uploads an input under this label, of which the ledger does not hear, where {@link #uploadCall} is no call of the simulator. */
    protected void uploadUnnoted(String label) {}

    /** Whether a settled batch itself is deleted. */
    protected boolean deletesBatches() {
        return false;
    }

    /** What lies in buckets. */
    protected List<String> leftInBuckets() {
        return List.of();
    }

    /** What of these is meant to stay. */
    protected boolean mayStay(String left) {
        return false;
    }

    /** The running whole of Caravan and the simulator. */
    protected abstract ProviderRig rig();
}
