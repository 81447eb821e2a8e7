package dev.caravan.provider.anthropic;

import dev.caravan.provider.ProviderContract;
import java.util.Map;

class AnthropicProviderTest extends ProviderContract {

    @Override
    protected String provider() {
        return "simulator-anthropic";
    }

    @Override
    protected String chatModel() {
        return "claude-sonnet-5-5";
    }

    @Override
    protected String chatOptions() {
        return ", thinking: low, parameters: {max_tokens: 12000}";
    }

    @Override
    protected String downloadCall() {
        return "batches.results";
    }

    @Override
    protected boolean revocable() {
        return false;
    }

    /** It has no filter but its own refusals. */
    @Override
    protected Map<String, String> outcomes() {
        return Map.of(
                "truncate", "INVALID_OUTPUT truncated 1",
                "refusal", "INVALID_OUTPUT refused 1",
                "content-filter", "INVALID_OUTPUT refused 1",
                "invalid-json", "INVALID_OUTPUT parse 1");
    }

    @Override
    protected boolean deletesBatches() {
        return true;
    }

    /** Requests go with the create. */
    @Override
    protected String uploadCall() {
        return "";
    }
}
