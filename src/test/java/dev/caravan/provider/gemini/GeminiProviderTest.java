package dev.caravan.provider.gemini;

import dev.caravan.provider.ProviderContract;
import java.util.Map;

class GeminiProviderTest extends ProviderContract {

    @Override
    protected String provider() {
        return "simulator-gemini";
    }

    @Override
    protected String chatModel() {
        return "gemini-3.5-flash";
    }

    @Override
    protected String chatOptions() {
        return ", thinking: low, parameters: {maxOutputTokens: 60000}";
    }

    @Override
    protected String embeddingsModel() {
        return "gemini-embedding-001";
    }

    /** By its documents, an expired batch has no results; if it has some, they are kept. */
    @Override
    protected String simulatorSettings() {
        return "{\"gemini\": {\"expiredResults\": 1, \"states\": \"JOB_STATE_\"}}";
    }

    @Override
    protected String downloadCall() {
        return "files.content";
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

    /** An upload ends after 48 hours by itself, of the provider's time. */
    @Override
    protected String uploadCall() {
        return "";
    }

    /** Google refuses to delete result files. */
    @Override
    protected boolean mayStay(String left) {
        return left.startsWith("GENERATED");
    }
}
