package dev.caravan.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Protocols;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskedModelsTest {

    @Test
    void eachEndpointHasTheWordOfTheConventionsOrNone() {
        Protocols protocols = Protocols.installed();
        List<String> said = new ArrayList<>();
        for (String protocol : protocols.names()) {
            protocols.endpoints(protocol).keySet().stream()
                    .sorted()
                    .forEach(endpoint -> said.add(
                            protocol + " " + endpoint + " " + AskedModels.operation(protocols, protocol, endpoint)));
        }
        assertThat(said)
                .containsExactly(
                        "anthropic /v1/messages chat",
                        "bedrock converse chat",
                        "bedrock embeddings embeddings",
                        "bedrock invoke chat",
                        "gemini embedContent embeddings",
                        "gemini generateContent generate_content",
                        "mistral /v1/chat/completions chat",
                        "mistral /v1/embeddings embeddings",
                        "mistral /v1/moderations null",
                        "openai /v1/chat/completions chat",
                        "openai /v1/embeddings embeddings",
                        "openai /v1/moderations null",
                        "openai /v1/responses chat",
                        "vertex embedContent embeddings",
                        "vertex generateContent generate_content",
                        "vertex messages chat");
    }
}
