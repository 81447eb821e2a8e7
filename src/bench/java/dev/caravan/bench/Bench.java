package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Says how long Caravan takes for its work, in times of what DuckDB takes for the bare conversion of the same bytes.
 * Arguments: the folder of the build, how many rows, how many rounds, and options for the JVM of Caravan.
 */
final class Bench {
    private final Child child;
    private final Folders folders;
    private final Path tickets;
    private final int rows;

    private Bench(Path target, int rows, List<String> options) throws IOException {
        this.folders = new Folders(target.resolve("bench").toAbsolutePath());
        this.child =
                new Child(target.resolve("caravan.jar"), target.resolve("caravan-bench.jar"), folders.work(), options);
        this.rows = rows;
        folders.make();
        this.tickets = folders.work().resolve("tickets-" + rows + ".csv");
        TicketFile.make(tickets, rows);
    }

    public static void main(String[] args) throws Exception {
        int rows = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        Bench bench = new Bench(
                Path.of(args[0]),
                rows,
                List.of(args).subList(3, args.length).stream()
                        .filter(option -> !option.isBlank())
                        .toList());
        Row intake = new Row("intake + assemble", 2.0);
        Row collect = new Row("collect + publish", 2.0);
        for (int i = 0; i < rounds; i++) {
            intake.round(bench::convert, bench::intake);
        }
        bench.provider();
        for (int i = 0; i < rounds; i++) {
            collect.round(bench::join, bench::collect);
        }
        bench.folders.clean();
        System.out.println(intake.summary());
        System.out.println(collect.summary());
    }

    private Cost convert() throws IOException, InterruptedException {
        Path out = folders.work().resolve("duck.jsonl");
        Files.deleteIfExists(out);
        return child.duck("COPY (SELECT * FROM read_csv('" + tickets + "', header = true, all_varchar = true)) TO '"
                + out + "' (FORMAT json)");
    }

    private Cost intake() throws IOException, InterruptedException {
        Path data = folders.fresh("data");
        Path drop = Files.createDirectories(data.resolve("inbox/tickets")).resolve("tickets.csv");
        Files.copy(tickets, drop);
        return child.caravan(data, "bench.step=intake", "bench.input=" + drop, "bench.rows=" + rows);
    }

    /** Answers to the requests of the last round, and the ledger that waits for them. */
    private void provider() throws IOException, InterruptedException {
        Path data = folders.work().resolve("data");
        Path results = folders.fresh("results");
        child.caravan(data, "bench.step=provider", "bench.results=" + results, "bench.rows=" + rows);
        child.duck("COPY (SELECT * FROM read_csv('" + results.resolve("members.csv")
                + "', header = true, all_varchar = true)) TO '" + results.resolve("members.parquet")
                + "' (FORMAT parquet)");
    }

    private Cost join() throws IOException, InterruptedException {
        Path out = folders.work().resolve("duck.jsonl");
        Files.deleteIfExists(out);
        Path results = folders.work().resolve("results");
        return child.duck(
                "COPY (SELECT m.source_id, unnest(r.answer) FROM (SELECT custom_id, from_json(json_extract_string(response,"
                        + " '$.body.choices[0].message.content'), '{\"ticket_id\":\"VARCHAR\",\"category\":\"VARCHAR\","
                        + "\"priority\":\"VARCHAR\",\"summary\":\"VARCHAR\",\"language\":\"VARCHAR\",\"confidence\":\"DOUBLE\"}')"
                        + " AS answer FROM read_json('" + results.resolve("answers-*")
                        + "', format = 'newline_delimited', columns = {custom_id: 'VARCHAR', response: 'JSON'})) r JOIN '"
                        + results.resolve("members.parquet") + "' m USING (custom_id)) TO '" + out + "' (FORMAT json)");
    }

    private Cost collect() throws IOException, InterruptedException {
        Path data = folders.copyOfData();
        return child.caravan(
                data,
                "moved",
                "bench.step=collect",
                "bench.results=" + folders.work().resolve("results"),
                "bench.rows=" + rows);
    }
}
