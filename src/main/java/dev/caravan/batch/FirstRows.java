package dev.caravan.batch;

import dev.caravan.ledger.Members;
import dev.caravan.provider.ResultLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;

/** Tells by the first custom ids of a result stream whose batch it is. One id of a member is proof: no other ledger makes it. */
final class FirstRows {
    private static final int ENOUGH = 100;

    private final Predicate<String> isOurs;
    private final ResultLines lines;

    enum Verdict {
        OURS,
        FOREIGN,
        /** No line has an id that can be read. */
        UNREADABLE
    }

    /** @param isOurs asked for each custom id */
    FirstRows(Predicate<String> isOurs, ResultLines lines) {
        this.isOurs = isOurs;
        this.lines = lines;
    }

    /** Ours are the results of these members. */
    static FirstRows of(MemberIds ids, Members members, ResultLines lines) {
        return new FirstRows(id -> isMember(id, ids, members), lines);
    }

    /** Reads no further than it must; the stream is closed by whoever opened it. */
    Verdict of(InputStream results) throws IOException {
        var scanner = new ResultScanner(results, 0);
        Verdict verdict = Verdict.UNREADABLE;
        for (int row = 0; row < ENOUGH && scanner.next(); row++) {
            String id =
                    lines.read(scanner.buffer(), scanner.from(), scanner.to()).customId();
            if (id != null && isOurs.test(id)) {
                return Verdict.OURS;
            }
            verdict = id == null ? verdict : Verdict.FOREIGN;
        }
        return verdict;
    }

    private static boolean isMember(String id, MemberIds ids, Members members) {
        return ids.parse(id)
                .filter(made -> {
                    Long record = ids.records(List.of(made.recordId())).get(made.recordId());
                    return record != null && members.contains(record, made.attempt());
                })
                .isPresent();
    }
}
