package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Whole;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Whole requests to Vertex, which loads a request file like a table: answer schemas that differ from line to line would fail
 * the job, so those of one schema share a batch.
 */
record VertexWhole(Whole translation) implements Whole {

    @Override
    public String kind(JsonNode body) {
        JsonNode schema = body.at("/response_format/json_schema/schema");
        JsonNode format = schema.isMissingNode() ? body.at("/text/format/schema") : schema;
        return format.isMissingNode() ? "" : format.toString();
    }

    @Override
    public List<Refusal> problems(JsonNode body) {
        return translation.problems(body);
    }

    @Override
    public void write(String customId, JsonNode body, OutputStream out) throws IOException {
        translation.write(customId, body, out);
    }

    @Override
    public Answer answer(JsonNode body, byte[] resultLine, Instant created) {
        return translation.answer(body, resultLine, created);
    }
}
