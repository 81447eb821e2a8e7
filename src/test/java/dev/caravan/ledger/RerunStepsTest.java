package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Reruns.Fate;
import dev.caravan.ledger.Reruns.Query;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/** What a rerun costs in steps of SQLite's own machine, which are the same on every computer: four times as much for four times. */
class RerunStepsTest {
    private static final int ROWS = 20;

    @TempDir
    Path folder;

    /** In hundreds. */
    private long steps(int chunks, Function<RerunSql, String> statement, boolean last) throws SQLException {
        Path file = folder.resolve(chunks + ".db");
        long drop = drop(file, chunks);
        var sql = new RerunSql(new Query(1, null, null, null, null, null, false), 0);
        var steps = new AtomicLong();
        try (Connection c = SqliteDb.connect(file)) {
            ProgressHandler.setHandler(c, 100, new ProgressHandler() {
                @Override
                protected int progress() {
                    steps.incrementAndGet();
                    return 0;
                }
            });
            Db.list(
                    c,
                    statement.apply(sql),
                    r -> r.getLong(1),
                    last ? sql.valuesThen(drop, 0, 0) : sql.values(drop, 0, 0));
        }
        return steps.get();
    }

    private static long drop(Path file, int chunks) {
        try (Ledger ledger = SqliteLedger.open(file, new TestClock())) {
            int task = ledger.recipes().taskId("t");
            int recipe = ledger.recipes().bind(new Recipes.NewRecipe(task, 1, 1, "hash", "{}", "{}"));
            long drop = ledger.drops().arriving(new Drops.NewDrop(task, "inbox", "a.csv", null));
            ledger.drops().received(drop, "drops/" + drop + "/a.csv", 1);
            Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
            List<Drops.Frame> frames = new ArrayList<>();
            for (int chunk = 0; chunk < chunks; chunk++) {
                List<Drops.Row> rows = new ArrayList<>();
                for (int row = 0; row < ROWS; row++) {
                    rows.add(new Drops.Row("id-" + chunk + "-" + row, row, (long) chunk * ROWS + row + 1));
                }
                frames.add(new Drops.Frame("segment", chunk, rows));
            }
            ledger.drops().append(claim, new Drops.ReadPart(recipe, frames, List.of(), (long) chunks * ROWS, 1));
            ledger.drops().seal(claim);
            return drop;
        }
    }

    @Test
    void thePreviewReadsEachRecordOnce() throws SQLException {
        assertThat(steps(200, RerunSql::groups, true)).isLessThan(6 * steps(50, RerunSql::groups, true));
    }

    @Test
    void soDoesEachPieceOfTheRerun() throws SQLException {
        Function<RerunSql, String> page = sql -> sql.page("r.id", Fate.AGAIN, "", 5_000);
        assertThat(steps(200, page, false)).isLessThan(6 * steps(50, page, false));
    }
}
