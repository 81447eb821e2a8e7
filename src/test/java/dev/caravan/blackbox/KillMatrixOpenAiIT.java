package dev.caravan.blackbox;

/** The kill matrix where a create is revoked by deleting its input (protocol class A). */
class KillMatrixOpenAiIT extends KillMatrix {
    @Override
    KillAccount account() {
        return KillAccount.simple("simulator", "gpt-5-mini", ", thinking: low");
    }
}
