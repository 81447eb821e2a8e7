package dev.caravan.batch;

import dev.caravan.ledger.Members;
import dev.caravan.provider.ResultLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Tells by the first custom ids of a result stream whose batch it is. One id of a member is proof: no other ledger makes it. */
final class FirstRows {
    private static final int ENOUGH = 100;

    private final MemberIds ids;
    private final Members members;
    private final ResultLines lines;

    enum Verdict {
        OURS,
        FOREIGN,
        /** No line has an id that can be read. */
        UNREADABLE
    }

    FirstRows(MemberIds ids, Members members, ResultLines lines) {
        this.ids = ids;
        this.members = members;
        this.lines = lines;
    }

    /** Reads no further than it must; the stream is closed by whoever opened it. */
    Verdict of(InputStream results) throws IOException {
        var scanner = new ResultScanner(results, 0);
        Verdict verdict = Verdict.UNREADABLE;
        for (int row = 0; row < ENOUGH && scanner.next(); row++) {
            String id =
                    lines.read(scanner.buffer(), scanner.from(), scanner.to()).customId();
            if (id != null && isMember(ids.parse(id))) {
                return Verdict.OURS;
            }
            verdict = id == null ? verdict : Verdict.FOREIGN;
        }
        return verdict;
    }

    private boolean isMember(Optional<CustomIds.Id> id) {
        if (id.isEmpty()) {
            return false;
        }
        Long record = ids.records(List.of(id.get().recordId())).get(id.get().recordId());
        return record != null && members.contains(record, id.get().attempt());
    }
}
