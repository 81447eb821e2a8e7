package dev.caravan.blackbox;

/** The kill matrix where nothing revokes a create (protocol class C). */
class KillMatrixAnthropicIT extends KillMatrix {
    @Override
    KillAccount account() {
        return KillAccount.simple("simulator-anthropic", "claude-sonnet-5-5", ", parameters: {max_tokens: 4000}");
    }

    /** Reading and publishing know nothing of providers: the other matrix has these points. */
    @Override
    boolean isOurs(String point) {
        return !point.matches(".*\\|(Recipes|Drops|Arrivals|LocalSpool|Assembly|Publications|WholeFile|FileSink)\\..*");
    }
}
