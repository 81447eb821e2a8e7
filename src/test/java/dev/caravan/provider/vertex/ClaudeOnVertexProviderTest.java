package dev.caravan.provider.vertex;

import java.util.Map;

/** Claude on Vertex, where the custom id beside a request is documented and repeated. */
class ClaudeOnVertexProviderTest extends VertexProviderTest {

    @Override
    protected String chatModel() {
        return "claude-sonnet-4-6";
    }

    @Override
    protected String chatOptions() {
        return ", thinking: low, parameters: {max_tokens: 60000}";
    }

    @Override
    protected String embeddingsModel() {
        return "";
    }

    @Override
    int echo() {
        return 1;
    }

    /** A filter of Claude's is a refusal. */
    @Override
    protected Map<String, String> outcomes() {
        return Map.of(
                "truncate", "INVALID_OUTPUT truncated 1",
                "refusal", "INVALID_OUTPUT refused 1",
                "content-filter", "INVALID_OUTPUT refused 1",
                "invalid-json", "INVALID_OUTPUT parse 1");
    }

    /** As Gemini on Vertex does. */
    @Override
    protected boolean movesItsOwnWay() {
        return false;
    }
}
