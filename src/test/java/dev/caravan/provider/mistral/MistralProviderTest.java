package dev.caravan.provider.mistral;

import dev.caravan.provider.ProviderContract;
import java.util.Map;

class MistralProviderTest extends ProviderContract {

    @Override
    protected String provider() {
        return "simulator-mistral";
    }

    @Override
    protected String chatModel() {
        return "mistral-small-latest";
    }

    /** With reasoning on, answers come as a list of chunks. */
    @Override
    protected String chatOptions() {
        return ", thinking: high, parameters: {random_seed: 7}";
    }

    @Override
    protected String embeddingsModel() {
        return "mistral-embed";
    }

    @Override
    protected String downloadCall() {
        return "files.content";
    }

    /** Mistral has no word for a refusal or a filter: both are texts. */
    @Override
    protected Map<String, String> outcomes() {
        return Map.of("truncate", "INVALID_OUTPUT truncated 1", "invalid-json", "INVALID_OUTPUT parse 1");
    }
}
