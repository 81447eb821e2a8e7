package dev.caravan.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingJsonFactory;
import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Members;
import dev.caravan.restore.BatchPaper;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;

/** What a folder of the spool needs to be understood without the ledger: whose batch it is and who is in it. */
final class Manifest {
    private static final JsonFactory JSON = new MappingJsonFactory();

    private Manifest() {}

    static void write(Workplace at, Sheet.Order order, Assembly.Cut cut) throws IOException {
        BoundTask task = order.task();
        long batchId = order.batchId();
        try (SpoolWriter out = at.spool().create(BatchCutter.manifest(batchId));
                JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeStringField("ledger", at.ledger().instance());
            json.writeNumberField("batch", batchId);
            json.writeStringField("task", task.task().name());
            json.writeNumberField("version", task.task().version());
            json.writeStringField("credential", task.task().model().credential().name());
            json.writeStringField("model", task.task().model().model());
            json.writeStringField("requests", cut.requests());
            json.writeNumberField("bytes", cut.bytes());
            json.writeStringField("sha256", cut.sha256());
            json.writeNumberField("size", cut.members().size());
            json.writePOJOField(
                    "recipe", BatchPaper.Recipe.of(at.ledger().recipes().recipe(task.recipeId())));
            json.writeArrayFieldStart("members");
            for (Members.Run run : cut.members().runs()) {
                json.writeStartObject();
                json.writeNumberField("first", run.firstId());
                json.writeNumberField("count", run.count());
                json.writeNumberField("attempt", run.attempt());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            out.commit();
        }
    }
}
