package dev.caravan.batch;

import dev.caravan.ledger.Members;
import dev.caravan.provider.ResultLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells by the first custom ids of a result stream whose batch it is. One id of a member is proof: no other ledger makes it. */
final class FirstRows {
    private static final int ENOUGH = 100;

    private final CustomIds ids;
    private final Predicate<CustomIds.Id> isOurs;
    private final ResultLines lines;

    enum Verdict {
        OURS,
        FOREIGN,
        /** No line has an id that can be read. */
        UNREADABLE
    }

    /** @param isOurs asked for ids that this ledger made */
    FirstRows(CustomIds ids, Predicate<CustomIds.Id> isOurs, ResultLines lines) {
        this.ids = ids;
        this.isOurs = isOurs;
        this.lines = lines;
    }

    /** Ours are the results of these members. */
    static FirstRows of(String instance, Members members, ResultLines lines) {
        return new FirstRows(new CustomIds(instance), id -> members.contains(id.recordId(), id.attempt()), lines);
    }

    /** Reads no further than it must; the stream is closed by whoever opened it. */
    Verdict of(InputStream results) throws IOException {
        var scanner = new ResultScanner(results, 0);
        Verdict verdict = Verdict.UNREADABLE;
        for (int row = 0; row < ENOUGH && scanner.next(); row++) {
            String id =
                    lines.read(scanner.buffer(), scanner.from(), scanner.to()).customId();
            Optional<CustomIds.Id> made = id == null ? Optional.empty() : ids.parse(id);
            if (made.filter(isOurs).isPresent()) {
                return Verdict.OURS;
            }
            verdict = id == null ? verdict : Verdict.FOREIGN;
        }
        return verdict;
    }
}
