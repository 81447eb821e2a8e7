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
import java.util.List;

/** What a folder of the spool needs to be understood without the ledger: whose batch it is and who is in it. */
final class Manifest {
    private static final JsonFactory JSON = new MappingJsonFactory();

    private static final int PAGE = 5_000;

    private Manifest() {}

    static void write(Workplace at, long batchId, BoundTask task, Members members, long bytes, String sha256)
            throws IOException {
        identities(at, batchId, members);
        try (SpoolWriter out = at.spool().create(BatchCutter.manifest(batchId));
                JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeStringField("ledger", at.ledger().instance());
            json.writeNumberField("batch", batchId);
            json.writeStringField("task", task.task().name());
            json.writeNumberField("version", task.task().version());
            json.writeStringField("credential", task.task().model().credential().name());
            json.writeStringField("model", task.task().model().model());
            json.writeStringField("requests", BatchCutter.requests(batchId));
            json.writeNumberField("bytes", bytes);
            json.writeStringField("sha256", sha256);
            json.writeNumberField("size", members.size());
            json.writePOJOField(
                    "recipe", BatchPaper.Recipe.of(at.ledger().recipes().recipe(task.recipeId())));
            json.writeArrayFieldStart("members");
            for (Members.Run run : members.runs()) {
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

    /** Who the members are, for a ledger that does not know their ids. */
    private static void identities(Workplace at, long batchId, Members members) throws IOException {
        try (SpoolWriter out = at.spool().create(BatchPaper.membersPath(batchId))) {
            long after = 0;
            List<Assembly.Identity> page;
            do {
                page = at.ledger().assembly().identities(members, after, PAGE);
                for (Assembly.Identity member : page) {
                    out.write(BatchPaper.line(member));
                    after = member.recordId();
                }
            } while (!page.isEmpty());
            out.commit();
        }
    }
}
