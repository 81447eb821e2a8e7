package dev.caravan.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.ledger.Changes.Change;
import java.util.Locale;

/** What a notice says: which thing, what it became, how many. Never what stands in a record. */
final class NoticeText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private NoticeText() {}

    /** @param workspace where the change is; empty if it is in none any more */
    static String of(Change change, String workspace) {
        ObjectNode notice = JSON.createObjectNode();
        notice.put("type", change.type());
        notice.put("timestamp", change.at().toString());
        ObjectNode data = notice.putObject("data");
        switch (change.kind()) {
            case SUBMISSION -> data.put("batch", change.id());
            case DROP, RECORDS, REVIEW -> data.put("drop", Long.parseLong(change.id()));
            case BATCH, PUBLICATION ->
                data.put(change.kind().name().toLowerCase(Locale.ROOT), Long.parseLong(change.id()));
        }
        data.put("state", change.state());
        if (change.task() != null) {
            data.put("task", change.task());
        }
        if (!workspace.isEmpty()) {
            data.put("workspace", workspace);
        }
        ObjectNode counts = data.putObject("counts");
        change.counts().forEach(counts::put);
        return notice.toString();
    }
}
