package dev.caravan.bench;

import dev.caravan.batch.BoundTasks;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says how long each page of the console takes with a long past behind it: a record in a hundred is real, with bytes in the
 * spool, the others are rows. Arguments: {@link Settings#of}; rounds, keys and heap are passed over.
 */
final class ConsolePages {
    private static final int ROWS_OF_A_DROP = 2_000;

    private final Settings settings;
    private final Folders folders;

    private ConsolePages(Settings settings) {
        this.settings = settings;
        this.folders = new Folders(settings.target().resolve("bench"));
    }

    public static void main(String[] args) throws Exception {
        ConsolePages pages = new ConsolePages(Settings.of(args));
        try (Database database = pages.database()) {
            pages.run(database);
        } finally {
            pages.folders.clean();
        }
    }

    private @Nullable Database database() throws IOException {
        return settings.postgres() ? new Database(folders.fresh("postgres")) : null;
    }

    private static String[] properties(Database database) throws SQLException {
        return database.fresh().stream().map(one -> "--" + one).toArray(String[]::new);
    }

    private void run(@Nullable Database database) throws IOException, SQLException {
        String[] properties = database == null ? new String[0] : properties(database);
        Path data = folders.fresh("data");
        try (Workshop workshop =
                Workshop.open(data, "when: 'confidence < 0.7', after-attempts: 1", "", yaml -> yaml, "", properties)) {
            int real = settings.rows() / 100;
            long start = System.nanoTime();
            answer(workshop, real);
            FilledLedger filled = fill(workshop, settings.rows() - real);
            if (database != null) {
                database.settle();
            }
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s: %,d records, of them %,d with bytes, %,d drops, %,d batches, %,d open reviews; made in %d s",
                    settings.ledger(),
                    filled.records() + real,
                    real,
                    filled.drops(),
                    filled.batches(),
                    workshop.ledger().openItems().counts().stream()
                            .mapToLong(open -> open.items())
                            .sum(),
                    (System.nanoTime() - start) / 1_000_000_000));
            measure(workshop.server().login("admin"), workshop.ledger(), real);
        }
    }

    private static void answer(Workshop workshop, int records) throws IOException {
        workshop.answered(
                IntStream.rangeClosed(1, records)
                        .mapToObj(i -> Workshop.ticket("R-" + i, "Where is it", "Order " + i + " is late"))
                        .toList(),
                id -> Workshop.answer(id, "billing", "Order is late", id.endsWith("7") ? 0.5 : 0.9)
                        .toString());
    }

    private static FilledLedger fill(Workshop workshop, int records) {
        Ledger ledger = workshop.ledger();
        var filled = new FilledLedger(
                ledger,
                workshop.bean(TestClock.class),
                ledger.recipes().taskId(Workshop.TASK),
                workshop.bean(BoundTasks.class).recipeOf(Workshop.TASK));
        filled.drop(records / 10);
        int drops = (records - records / 10) / ROWS_OF_A_DROP;
        for (int i = 0; i < drops; i++) {
            if (i < drops - drops / 25) {
                filled.drop(ROWS_OF_A_DROP);
            } else {
                filled.dropUnderWay(ROWS_OF_A_DROP);
            }
        }
        return filled;
    }

    /** A page with its usual filters: the same each time, or others. */
    private record Page(String name, IntFunction<String> path) {
        static Page of(String path) {
            return new Page("`" + path + "`", i -> path);
        }
    }

    private static void measure(Client client, Ledger ledger, int real) {
        long open = ledger.openItems()
                .list(OpenItems.Query.ALL, OpenItems.Place.START, 1)
                .get(0)
                .recordId();
        long held = ledger.lists().publications(new Slice(null, 0, 1)).get(0).id();
        String publication = "/publications/" + held;
        long newest = ledger.lists().publications(new Slice(null, 0, 1)).get(0).id();
        List<Page> pages = List.of(
                Page.of("/monitor"),
                Page.of("/monitor?task=tickets"),
                Page.of("/drops"),
                Page.of("/drops?task=tickets&state=sealed&from=2026-01-02&to=2026-02-01"),
                Page.of("/drops?state=failed"),
                new Page("`/drops/{drop}`", i -> "/drops/10"),
                Page.of("/drops/10?state=published"),
                Page.of("/drops/10?state=invalid_output&code=schema.enum"),
                new Page("`/drops/{drop}`, of 100,000 records", i -> "/drops/2"),
                Page.of("/batches"),
                Page.of("/batches?task=tickets&state=submitted&credential=simulated"),
                Page.of("/batches?state=lost"),
                new Page("`/batches/{batch}`", i -> "/batches/" + (1 + i)),
                Page.of("/events"),
                Page.of("/events?task=tickets&kind=replayed"),
                Page.of("/events?people=true"),
                Page.of("/records?drop=10"),
                Page.of("/records?drop=10&state=invalid_output&code=schema.enum"),
                Page.of("/records?drop=2&state=queued"),
                new Page("`/records/{record}`", i -> "/records/" + (1 + i % real)),
                new Page("`/records/{record}/attempts/1`", i -> "/records/" + (1 + i % real) + "/attempts/1"),
                Page.of("/publications"),
                Page.of("/publications?task=tickets&state=published"),
                Page.of("/publications?delivery=dead"),
                new Page("`/publications/{publication}`", i -> "/publications/" + newest),
                Page.of("/review"),
                Page.of("/review?task=tickets&reason=review.when&drop=10"),
                new Page("`/review/{record}`", i -> "/review/" + open),
                new Page("`/audit?task=…&id=…`", i -> "/audit?task=tickets&id=R-" + (1 + i % real)),
                Page.of("/gates"),
                Page.of("/rerun"),
                Page.of("/models"),
                new Page("`/models/{model}`", i -> "/models/fast"),
                Page.of("/credentials"),
                new Page("`/credentials/{credential}`", i -> "/credentials/simulated"),
                Page.of("/tasks"),
                new Page("`/tasks/{task}`", i -> "/tasks/tickets"),
                Page.of("/costs"),
                Page.of("/costs?task=tickets&from=2026-01-01&to=2026-03-01"),
                Page.of("/plots"),
                Page.of("/plots?task=tickets&days=30"));
        pages.forEach(page -> PageTimes.warmUp(client, page.path()));
        System.out.println(PageTimes.HEAD);
        pages.forEach(page -> System.out.println(PageTimes.of(client, page.name(), page.path())));
        takeHome(client, "/records.csv?drop=2");
        takeHome(client, "/records.jsonl?drop=1&values=1");
        takeHome(client, "/batches.csv");
    }

    private static void takeHome(Client client, String path) {
        long start = System.nanoTime();
        String list = client.get(path).body();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(String.format(
                Locale.ROOT,
                "%s: %,d lines, %d MB, %.1f s",
                path,
                list.lines().count(),
                list.length() / 1_000_000,
                seconds));
    }
}
