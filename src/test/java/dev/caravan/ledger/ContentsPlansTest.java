package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Lists.Slice;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages ask for is found over indexes: none of it walks along all records, open items, batches or drops. */
class ContentsPlansTest {
    private static final Slice NEWEST = new Slice(null, 0, 51);
    private static final Slice OF_A_TASK = new Slice(Set.of("triage"), 0, 51);

    @TempDir
    Path folder;

    @Test
    void whatPagesAskForIsFoundOverIndexes() throws Exception {
        Map<String, Map<Integer, Class<?>>> asked = new ConcurrentHashMap<>();
        Path file = EmptyLedger.at(folder.resolve("caravan.db"));
        try (Db db = new RecordingDb(SqliteDb.open(file), asked)) {
            Contents contents = new SqlContents(db);
            contents.records(1, null, null, 0, 50, 20_000);
            contents.records(1, RecordState.COMPLETED, "ok", 7, 50, 20_000);
            contents.records(1, RecordState.HELD, "cancelled", 7, 50, 20_000);
            contents.failures(List.of(1L), Contents.TROUBLED, 20_000);
            contents.failures(List.of(1L), Set.of(RecordState.HELD), 20_000);
            contents.events(NEWEST, EventKind.PURGED, null, false, 20_000);
            contents.events(NEWEST, null, "drop 1", false, 20_000);
            contents.events(OF_A_TASK, null, null, true, 20_000);
            Lists lists = new SqlLists(db);
            lists.batches(OF_A_TASK, null, null);
            lists.batches(NEWEST, null, "main");
            for (BatchState state : BatchState.values()) {
                lists.batches(NEWEST, state, null);
            }
            for (DropState state : DropState.values()) {
                lists.drops(NEWEST, state, null, null);
            }
            lists.drops(OF_A_TASK, null, null, null);
            new SqlOverview(db).openBatches(null, 51);
            new SqlOverview(db).openStates(null);
            new SqlOverview(db).usual("main", "fast");
        }
        assertThat(asked).hasSizeGreaterThan(15);
        try (Connection c = SqliteDb.connect(file)) {
            for (Map.Entry<String, Map<Integer, Class<?>>> one : asked.entrySet()) {
                Object[] values = new Object
                        [(int) one.getKey().chars().filter(sign -> sign == '?').count()];
                Arrays.fill(values, 1);
                List<String> plan =
                        Db.list(c, "EXPLAIN QUERY PLAN " + one.getKey(), r -> r.getString("detail"), values);
                // Runs are those of one page.
                assertThat(plan.stream().filter(step -> step.startsWith("SCAN ")))
                        .as(one.getKey() + "\n" + String.join("\n", plan))
                        .allMatch(step -> step.matches("SCAN [mx]"));
                // Else a page would read and sort all that it could show.
                if (one.getKey().contains("record r") || one.getKey().contains("\"drop\" d ")) {
                    assertThat(plan).as(one.getKey()).noneMatch(step -> step.contains("ORDER BY"));
                }
            }
        }
    }
}
