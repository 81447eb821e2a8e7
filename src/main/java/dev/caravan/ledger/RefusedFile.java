package dev.caravan.ledger;

import dev.caravan.ledger.Refusals.How;
import dev.caravan.ledger.Refusals.Named;
import dev.caravan.ledger.Refusals.Refusal;
import dev.caravan.ledger.Refusals.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One file that was refused whole: decides whose fault it is and moves every member. */
final class RefusedFile {
    /** A provider that names another line each time is believed so often; then its file is cut in two all the same. */
    private static final int MOST_NAMED_ROUNDS = 20;

    private static final String FAMILY = " FROM part p JOIN batch b ON b.part = p.id WHERE p.root = ? ";

    private final Connection c;
    private final Batches.Batch batch;
    private final Refusal refusal;
    private final long now;
    private final Dissolution members;
    private final Origin origin;

    RefusedFile(Connection c, Batches.Batch batch, Refusal refusal, long now) throws SQLException {
        this.c = c;
        this.batch = batch;
        this.refusal = refusal;
        this.now = now;
        this.members = new Dissolution(c, batch.id());
        this.origin = origin();
    }

    Verdict judge() throws SQLException {
        Members all = batch.members();
        if (Db.number(c, "SELECT cancel FROM batch WHERE id = ?", batch.id()) == 1) {
            return held(
                    How.CANCELLED, Codes.CANCELLED, "its batch was cancelled, and refused before it ran: " + words());
        }
        SortedMap<Integer, Named> named = named(all.size());
        if (!named.isEmpty() && origin.depth() < MOST_NAMED_ROUNDS) {
            return withoutNamed(all, named);
        }
        if (all.size() == 1) {
            return failed(How.ALONE);
        }
        boolean accepted = accepted();
        if (!accepted && scouts() >= Splits.scouts(origin.records())) {
            return refusal.least() > 1
                    ? held(How.ALL, refusal.code(), "the provider refuses every part of its file: " + words())
                    : failed(How.ALL);
        }
        List<Members> parts = Splits.of(all, refusal.least(), !accepted);
        if (parts.isEmpty()) {
            return held(
                    How.TOO_FEW,
                    refusal.code(),
                    "the provider refused the file that it is in, does not say for which record, and takes no file of"
                            + " fewer than " + refusal.least() + ": " + words());
        }
        int again = 0;
        for (Members part : parts) {
            again += members.again(part, open(), now, refusal.code(), "another record of its file may be at fault");
        }
        if (origin.depth() == 0) {
            tell(all.size() + " records were refused as one file (" + words()
                    + "). Nothing was charged. It goes again in parts until the records at fault are found");
        }
        return new Verdict(How.SPLIT, origin.root(), 0, again, parts.size(), 0);
    }

    private Verdict withoutNamed(Members all, SortedMap<Integer, Named> named) throws SQLException {
        int failed = 0;
        for (Named bad : named.values()) {
            failed += members.fail(all.slice(bad.line() - 1, bad.line()), bad.code(), bad.message());
        }
        Members rest = all.without(new java.util.TreeSet<>(named.keySet()));
        boolean alone = rest.size() >= refusal.least();
        int again = rest.size() == 0
                ? 0
                : members.again(
                        rest, alone ? open() : 0, now, refusal.code(), "another record of its file was at fault");
        tell(named.size() + " of " + all.size() + " records were named as the fault of a refused file (" + words()
                + "). Nothing was charged. The others go again without them");
        return new Verdict(How.NAMED, origin.root(), failed, again, again > 0 && alone ? 1 : 0, 0);
    }

    private Verdict failed(How how) throws SQLException {
        int failed = members.fail(batch.members(), refusal.code(), refusal.message());
        if (how == How.ALL) {
            tell("The provider refuses every part of the file of batch " + origin.root() + " (" + words()
                    + "). Nothing was charged. What is refused of it from now on is not cut any smaller");
        }
        return new Verdict(how, origin.root(), failed, 0, 0, 0);
    }

    private Verdict held(How how, String code, String reason) throws SQLException {
        int held = members.hold(batch.members(), code, reason);
        if (how != How.CANCELLED) {
            tell(held + " records are held: " + reason);
        }
        return new Verdict(how, origin.root(), 0, 0, 0, held);
    }

    /** By place in the file; what the file does not have is left out. */
    private SortedMap<Integer, Named> named(int size) {
        var named = new TreeMap<Integer, Named>();
        for (Named one : refusal.named()) {
            if (one.line() >= 1 && one.line() <= size) {
                named.putIfAbsent(one.line() - 1, one);
            }
        }
        return named;
    }

    private long open() throws SQLException {
        return Parts.open(c, batch.taskId(), batch.recipeId(), origin.root(), origin.depth() + 1);
    }

    /** A file that is refused at its create can be held against one that was created; else one must have begun to run. */
    private boolean accepted() throws SQLException {
        String running = batch.state() == BatchState.COLLECTING
                ? "b.provider_status IN ('in_progress', 'finalizing', 'completed')"
                : "true";
        return Db.number(
                        c,
                        "SELECT count(*)" + FAMILY + "AND ((b.state = 5 AND " + running + ")"
                                + " OR (b.state = 7 AND b.n_error < b.n_sent))",
                        origin.root())
                > 0;
    }

    /** Smallest parts that were refused with the same code. */
    private long scouts() throws SQLException {
        return Db.number(
                c,
                "SELECT count(*)" + FAMILY + "AND b.state = 8 AND b.refused = ? AND b.n_sent <= ?",
                origin.root(),
                refusal.code(),
                refusal.least());
    }

    private Origin origin() throws SQLException {
        return Db.one(
                        c,
                        "SELECT p.root, p.depth, f.n_sent FROM batch b JOIN part p ON p.id = b.part"
                                + " JOIN batch f ON f.id = p.root WHERE b.id = ?",
                        r -> new Origin(r.getLong(1), r.getInt(2), r.getInt(3)),
                        batch.id())
                .orElse(new Origin(batch.id(), 0, batch.members().size()));
    }

    private String words() {
        return refusal.code() + ": " + refusal.message();
    }

    private void tell(String body) throws SQLException {
        SqlEvents.insert(c, now, EventKind.BISECTED, "batch " + batch.id(), Events.CARAVAN, body);
    }

    /** @param records of the file that was refused first */
    private record Origin(long root, int depth, int records) {}
}
