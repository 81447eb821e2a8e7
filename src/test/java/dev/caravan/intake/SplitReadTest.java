package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.intake.csv.CsvFormat;
import dev.caravan.intake.jsonl.JsonlFormat;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyPostgres;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Nodes.Node;
import dev.caravan.ledger.PostgresLedger;
import dev.caravan.ledger.PostgresSettings;
import dev.caravan.ledger.Ranges;
import dev.caravan.ledger.Recipes;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes that read one drop in ranges leave what one node leaves that reads it in order. */
class SplitReadTest {
    private static final int WHOLE = Integer.MAX_VALUE;

    @TempDir
    Path data;

    private final PostgresSettings database = EmptyPostgres.empty();
    private final List<Yard> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        nodes.forEach(node -> node.ledger.close());
    }

    /** A node: a ledger of its own, over the spool and the database of all. */
    private final class Yard {
        final Ledger ledger;
        final Spool spool;
        final Receive receive;
        final Read read;
        final RangeFiles files;
        final int task;

        Yard(Spool spool, boolean keepRows, int splitFrom) {
            this.spool = spool;
            ledger = PostgresLedger.open(database, Clock.systemUTC());
            task = ledger.recipes().taskId("triage");
            int recipe = ledger.recipes().bind(new Recipes.NewRecipe(task, 1, 1, "hash", "sim/fast", "{}"));
            var inbox = new Inbox(data.resolve("inbox"));
            var tasks = new Tasks(Map.of("triage", IntakeFixture.task(keepRows)));
            var formats = new Formats(List.of(new CsvFormat(), new JsonlFormat()));
            var arrivals = new Arrivals(ledger, spool);
            receive = new Receive(ledger, spool, tasks, inbox, arrivals);
            files = new RangeFiles(spool, formats, inbox, name -> recipe, ledger.ranges());
            var pause = new Pause(System::nanoTime);
            var huge = new Read.HugeDrops(
                    new Splitting(ledger, spool, files, splitFrom), new RangeWork(ledger, tasks, files, pause));
            var ways = new DropFiles.Ways(ledger.drops(), name -> recipe, Clock.systemUTC());
            read = new Read(ledger, tasks, new DropFiles(spool, formats, inbox, ways), arrivals, huge, pause);
            nodes.add(this);
        }

        /** Takes a file and returns the number of its drop. */
        long drop(String name, byte[] file) throws IOException {
            Path path = data.resolve("inbox/triage").resolve(name);
            Files.createDirectories(path.getParent());
            Files.write(path, file);
            receive.take(path.toFile(), "triage");
            List<Drops.Drop> drops = ledger.counts().drops(0, 1000);
            return drops.get(drops.size() - 1).id();
        }

        boolean isRead(long drop) {
            return ledger.drops().find(drop).orElseThrow().state().code() >= DropState.SEALED.code();
        }
    }

    private List<Yard> open(int count, boolean keepRows, int splitFrom) {
        var spool = new LocalSpool(data.resolve("spool"));
        List<Yard> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(new Yard(spool, keepRows, splitFrom));
        }
        return opened;
    }

    /** All of them at once, until the drop is read. */
    private void readTogether(List<Yard> all, long drop) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (Yard node : all) {
            running.add(threads.submit(() -> {
                while (!node.isRead(drop)) {
                    node.read.once();
                }
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var c = DriverManager.getConnection(database.url(), database.user(), database.password());
                var s = c.createStatement();
                var r = s.executeQuery(query)) {
            while (r.next()) {
                var row = new StringBuilder();
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                    row.append(i > 1 ? " | " : "").append(r.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** Everything that the ledger says of drops and their records, and the line of each record in its segment. */
    private List<String> everything(Yard node) throws Exception {
        List<String> all = new ArrayList<>();
        for (Drops.Drop drop : node.ledger.counts().drops(0, 1000)) {
            all.add(drop.id() + " " + drop.state() + " " + drop.reason() + " " + drop.counts());
            node.ledger.drops().refusals(drop.id(), 0, 10_000).forEach(refusal -> all.add(refusal.toString()));
        }
        all.addAll(rows("SELECT id, source_id, content, line, rev, prev_id, drop_id, recipe_id, state, current, stale"
                + " FROM record ORDER BY id"));
        all.addAll(rows("SELECT id, revised, owner, split, ck_row > 0 AND split > 0 FROM \"drop\" ORDER BY id"));
        var reader = new SegmentReader(node.spool);
        for (String place : rows("SELECT k.segment, k.frame_off, r.id - k.first_id FROM record r JOIN chunk k"
                + " ON r.id >= k.first_id AND r.id < k.first_id + k.n ORDER BY r.id")) {
            String[] at = place.split(" \\| ");
            all.add(new String(reader.line(at[0], Long.parseLong(at[1]), Integer.parseInt(at[2])), UTF_8));
        }
        assertThat(node.ledger.counts().recount()).isEmpty();
        assertThat(node.ledger.counts().total().conserved()).isTrue();
        return all;
    }

    /** Keys come again, in one file and in the next, with the same content and with another one. */
    private static byte[] file(Random random, boolean csv) {
        var text = new StringBuilder(csv ? "id,body\r\n" : "");
        int keys = 20 + random.nextInt(400);
        for (int row = random.nextInt(300); row >= 0; row--) {
            String id = random.nextInt(30) == 0 ? "" : "k" + random.nextInt(keys);
            String body = random.nextInt(4) == 0 ? "other " + random.nextInt(3) : "the same";
            if (random.nextInt(25) == 0) {
                text.append(csv ? "one,two,three" : "{no json");
            } else if (csv) {
                text.append(id).append(",\"").append(body).append(random.nextInt(3) == 0 ? "\n\r\n\"" : "\"");
            } else {
                text.append("{\"id\":\"%s\",\"body\":\"%s\"}".formatted(id, body));
            }
            text.append(random.nextInt(5) == 0 ? "\n\n" : random.nextBoolean() ? "\r\n" : "\n");
        }
        if (random.nextInt(4) == 0) {
            text.append(csv ? "k1,\"never closed\n1,2\n" : "{\"id\":\"x\",\"body\":\"last\"}");
        }
        return text.toString().getBytes(UTF_8);
    }

    private List<String> afterThreeDrops(long seed, int nodeCount, boolean keepRows, int splitFrom) throws Exception {
        EmptyPostgres.empty();
        var random = new Random(seed);
        List<Yard> all = open(nodeCount, keepRows, splitFrom);
        for (int i = 0; i < 3; i++) {
            boolean csv = random.nextBoolean();
            long drop = all.get(0).drop("in-" + i + (csv ? ".csv" : ".jsonl"), file(random, csv));
            readTogether(all, drop);
        }
        List<String> everything = everything(all.get(0));
        close(all);
        return everything;
    }

    private void close(List<Yard> all) throws IOException {
        all.forEach(node -> node.ledger.close());
        nodes.removeAll(all);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(data)) {
                    Files.delete(file);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void leavesTheSameRowsRefusalsAndCountsAsOneReader(long seed) throws Exception {
        boolean keepRows = seed % 2 == 0;
        List<String> expected = afterThreeDrops(seed, 1, keepRows, WHOLE);
        assertThat(afterThreeDrops(seed, 3, keepRows, (int) (400 * seed))).isEqualTo(expected);
    }

    private static byte[] records(int n) {
        var text = new StringBuilder();
        for (int i = 1; i <= n; i++) {
            text.append("{\"id\":\"r%d\",\"body\":\"record %d\"}\n".formatted(i, i));
        }
        return text.toString().getBytes(UTF_8);
    }

    private List<String> leftOver() throws IOException {
        try (Stream<String> all = nodes.get(0).spool.list("drops/")) {
            return all.filter(path -> !path.contains("/segment-") && !path.endsWith("/source.jsonl"))
                    .map(path -> path.substring(path.lastIndexOf('/') + 1))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileOfOneNodeOrOfAFewBytesIsReadInOnePiece() throws Exception {
        Yard alone = open(1, false, 1).get(0);
        long first = alone.drop("a.jsonl", records(50));
        readTogether(List.of(alone), first);
        Yard another = open(1, false, WHOLE).get(0);
        long second = another.drop("b.jsonl", records(60));
        readTogether(List.of(another), second);
        assertThat(rows("SELECT segment FROM chunk ORDER BY first_id"))
                .containsExactly("drops/1/segment-1.jsonl.zst", "drops/2/segment-1.jsonl.zst");
    }

    @Test
    void nodesOfTwoVersionsSplitNothing() throws Exception {
        List<Yard> two = open(2, false, 1);
        two.get(1).ledger.nodes().named("b", "0.0.9");
        long drop = two.get(0).drop("a.jsonl", records(50));
        readTogether(List.of(two.get(0)), drop);
        assertThat(rows("SELECT segment FROM chunk")).containsExactly("drops/1/segment-1.jsonl.zst");
    }

    @Test
    void aRangeOfADeadNodeIsReadByAnotherOneAndNothingOfTheDeadOneCounts() throws Exception {
        List<Yard> two = open(2, false, 1000);
        Yard lives = two.get(0);
        Yard dies = two.get(1);
        long drop = lives.drop("a.jsonl", records(200));
        assertThat(lives.read.once()).isTrue();
        Ranges.Claim lost = dies.ledger.ranges().claim().orElseThrow();
        try (RangeReading reading = dies.files.open(lost, IntakeFixture.task(false))) {
            Ranges.Found found = Optional.ofNullable(reading.run(() -> false)).orElseThrow();
            Node dead = dies.ledger.nodes().me();
            assertThat(lives.ledger.nodes().bury(dead)).isTrue();
            assertThatThrownBy(() -> dies.ledger.ranges().read(lost, found)).hasMessageContaining("counts as dead");
        }
        readTogether(List.of(lives), drop);
        assertThat(lives.ledger.drops().find(drop).orElseThrow().counts().read())
                .isEqualTo(200);
        assertThat(rows("SELECT count(*), count(DISTINCT source_id), min(line), max(line) FROM record"))
                .containsExactly("200 | 200 | 1 | 200");
        assertThat(lives.ledger.counts().recount()).isEmpty();
        assertThat(leftOver()).containsExactly("drop.json");
        assertThat(rows("SELECT count(*) FROM drop_range")).containsExactly("0");
    }

    @Test
    void whatIsStoredHalfIsStoredOnByAnotherNode() throws Exception {
        List<Yard> two = open(2, false, 100_000);
        Yard lives = two.get(0);
        Yard dies = two.get(1);
        long drop = lives.drop("a.jsonl", records(4000));
        while (dies.ledger
                .ranges()
                .claim()
                .map(claim -> storeOneFrame(dies, claim))
                .isEmpty()) {
            assertThat(lives.read.once()).isTrue();
        }
        assertThat(lives.ledger.nodes().bury(dies.ledger.nodes().me())).isTrue();
        readTogether(List.of(lives), drop);
        assertThat(rows("SELECT count(*), count(DISTINCT source_id), min(id), max(id) FROM record"))
                .containsExactly("4000 | 4000 | 1 | 4000");
        assertThat(lives.ledger.counts().recount()).isEmpty();
    }

    /** Returns nothing for a range that is still to be read; it is given back. */
    private static Boolean storeOneFrame(Yard node, Ranges.Claim claim) {
        if (claim.step() == Ranges.Step.READ) {
            node.ledger.ranges().release(claim);
            return null;
        }
        Ranges.Found found = Optional.ofNullable(claim.found()).orElseThrow();
        try (var file = new RowFileReader(node.spool, found.path())) {
            RowFileReader.Frame frame = Optional.ofNullable(file.next()).orElseThrow();
            List<Ranges.Numbered> rows = new ArrayList<>();
            frame.rows().forEach(row -> rows.add(new Ranges.Numbered(claim.firstId() + rows.size(), row)));
            var stored = new Ranges.Frame(file.segment(), frame.offset(), claim.firstId(), rows.size(), rows);
            node.ledger.ranges().store(claim, List.of(stored), false);
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows-", "segment-"})
    void aDropWhoseRangesAreNotInTheSpoolAnyMoreIsReadInOnePiece(String gone) throws Exception {
        List<Yard> two = open(2, false, 1000);
        Yard node = two.get(0);
        long drop = node.drop("a.jsonl", records(100));
        while (!rows("SELECT split FROM \"drop\"").contains("3")) {
            assertThat(node.read.once()).isTrue();
        }
        String lost;
        try (Stream<String> all = node.spool.list("drops/1/" + gone)) {
            lost = all.filter(path -> path.contains("-3-")).findFirst().orElseThrow();
        }
        node.spool.delete(lost);
        readTogether(two, drop);
        assertThat(rows("SELECT count(*), count(DISTINCT source_id), min(line), max(line) FROM record"))
                .containsExactly("100 | 100 | 1 | 100");
        assertThat(rows("SELECT segment FROM chunk WHERE state < 3 GROUP BY segment"))
                .hasSize(1);
        assertThat(node.ledger.counts().recount()).isEmpty();
        assertThat(leftOver()).containsExactly("drop.json");
    }

    @Test
    void aFileThatGrowsMeanwhileFails() throws Exception {
        List<Yard> two = open(2, false, 1000);
        Yard node = two.get(0);
        long drop = node.drop("a.jsonl", records(100));
        assertThat(node.read.once()).isTrue();
        Files.writeString(
                data.resolve("spool/drops/1/source.jsonl"), "{\"id\":\"late\"}\n", UTF_8, StandardOpenOption.APPEND);
        readTogether(two, drop);
        assertThat(node.ledger.drops().find(drop).orElseThrow()).satisfies(found -> {
            assertThat(found.state()).isEqualTo(DropState.FAILED);
            assertThat(found.reason()).contains("while it was read");
            assertThat(found.counts().read()).isZero();
        });
        assertThat(rows("SELECT count(*) FROM record")).containsExactly("0");
    }
}
