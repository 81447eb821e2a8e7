package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the lines of a job look like; kept in the job's vendor document.
 *
 * @param endpoint as the job and its lines write it
 * @param call the same as one of {@link Endpoint#ALL}; key {@code call}, missing where both are alike
 * @param urls whether lines have method and url; not with {@code "lines": "body"}
 * @param model the model of lines that name none; empty if they must
 * @param bare whether a result row has the answer itself as its response; with {@code "rows": "bare"}
 */
public record LineForm(String endpoint, String call, boolean urls, String model, boolean bare) {
    public static LineForm of(JsonNode vendor) {
        String endpoint = vendor.path("endpoint").asText();
        return new LineForm(
                endpoint,
                vendor.path("call").asText(endpoint),
                !vendor.path("lines").asText().equals("body"),
                vendor.path("model").asText(""),
                vendor.path("rows").asText().equals("bare"));
    }
}
