package dev.caravan.batch;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RequestLines;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.Whole;
import dev.caravan.task.CanonicalRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the request lines of one batch, each of one record: from templates, or what its caller wrote. */
interface WrittenRequests {

    /** What all requests of one batch must have in common; asked before a record's request is written. */
    default String kind(CanonicalRecord record) throws IOException {
        return "";
    }

    /**
     * Writes the request of the record whose {@link #kind} was asked last.
     *
     * @throws Refused if the record is no request that can be sent; nothing is written then
     */
    void write(String customId, CanonicalRecord record, OutputStream out) throws IOException, Refused;

    static WrittenRequests of(BoundTask task, Protocol protocol, RequestShape shape) {
        if (shape.asked() != null) {
            return new OfCallers(protocol.whole(shape));
        }
        RequestLines lines = protocol.requests(shape);
        return (customId, record, out) -> lines.write(customId, new RenderedPrompt(task.prompts(), record), out);
    }

    /** What was fine when it was accepted, and is not for the batch model of today. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    /** The field {@code body} of a record is the text of the request. */
    final class OfCallers implements WrittenRequests {
        private static final JsonMapper JSON = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();

        private final Whole whole;
        private JsonNode body = MissingNode.getInstance();

        OfCallers(Whole whole) {
            this.whole = whole;
        }

        @Override
        public String kind(CanonicalRecord record) throws IOException {
            body = JSON.readTree(record.text("body").orElse("{}"));
            return whole.kind(body);
        }

        @Override
        public void write(String customId, CanonicalRecord record, OutputStream out) throws IOException, Refused {
            var problems = whole.problems(body);
            if (!problems.isEmpty()) {
                throw new Refused(String.valueOf(problems.get(0)));
            }
            whole.write(customId, body, out);
        }
    }
}
