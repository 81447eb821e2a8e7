package dev.caravan.simulator.chat;

import dev.caravan.simulator.core.Answer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** An endpoint that batch lines can name. */
public interface Endpoint {
    Map<String, Endpoint> ALL = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            "/v1/chat/completions", new ChatEndpoint(),
            "/v1/responses", new ResponsesEndpoint(),
            "/v1/embeddings", new EmbeddingsEndpoint(),
            "/v1/moderations", new ModerationsEndpoint())));

    /**
     * Answers a request.
     *
     * @throws ApiException for a request that the provider refuses
     */
    Answer answer(Request request);
}
