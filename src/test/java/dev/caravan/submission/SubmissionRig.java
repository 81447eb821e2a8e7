package dev.caravan.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.batch.Stopped;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.ledger.Beside;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.model.Models;
import dev.caravan.model.ModelsReader;
import dev.caravan.provider.Protocols;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.SpoolWriter;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.task.TasksReader;
import dev.caravan.task.Workspaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Acceptance over a real ledger, a real spool and the shipped tasks; at most 5 lines of 1000 bytes, 4000 in all. */
public final class SubmissionRig implements AutoCloseable {
    private static final Workspaces WORKSPACES = new Workspaces(
            Map.of(),
            Map.of("default", Map.of("extract", "extract", "summarize", "summarize", "classify", "classify")));

    static final Caller SHOP = new Caller("shop", "default");
    public static final String EXTRACT =
            "{\"custom_id\":\"%s\",\"body\":{\"model\":\"extract\",\"text\":\"T\",\"entities\":{\"p\":\"A human\"}}}\n";
    static final String SUMMARIZE =
            "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"summarize\",\"text\":\"T\",\"max_tokens\":7}}\n";

    private static final Limits LIMITS = new Limits(4_000, 5, 1_000);

    /** Read once: they take longer than any of these tests. */
    static final Models MODELS = models();

    static final Tasks SHIPPED = read();

    final Path db;
    final LocalSpool spool;
    Ledger ledger;

    public SubmissionRig(Path data) {
        db = data.resolve("caravan.db");
        spool = new LocalSpool(data.resolve("spool"));
        ledger = open();
    }

    /** One more node on the ledger. */
    Ledger join() {
        return Beside.join(db, Clock.systemUTC());
    }

    private Ledger open() {
        return SqliteLedger.open(EmptyLedger.at(db), Clock.systemUTC());
    }

    private static Models models() {
        Placeholders placeholders = new Placeholders(name -> Optional.of("http://localhost"));
        return ModelsReader.read(Path.of("config"), Protocols.installed(), placeholders, new Problems());
    }

    private static Tasks read() {
        Tasks tasks = TasksReader.read(Path.of("config"), MODELS, new Problems());
        return new Tasks(
                tasks.byName(), GatewayTasks.of(MODELS, Protocols.installed(), Duration.ZERO, Task.Retention.FOR_EVER));
    }

    public Acceptance acceptance() {
        return acceptance(SHIPPED);
    }

    public UploadedFiles uploads() {
        return new UploadedFiles(ledger, spool, LIMITS, Clock.systemUTC(), Duration.ofDays(30));
    }

    public OrderedBatches ordered() {
        return new OrderedBatches(ledger, SHIPPED, new Stopped(task -> false));
    }

    public Submitted submitted() {
        return new Submitted(ledger, spool);
    }

    /** As if the stage had ended all submissions with this output; null for one that was deleted by age. */
    public void end(@Nullable String output) throws IOException, SQLException {
        String path = "submissions/output-1.jsonl";
        spool.delete(path);
        if (output != null) {
            try (SpoolWriter out = spool.create(path)) {
                out.write(output.getBytes(UTF_8));
                out.commit();
            }
        }
        offline(() -> sql("UPDATE submission SET state = 2, ended_at = 1000, n_ok = 1, output_path = '" + path
                + "', purge = " + (output == null ? 2 : 0)));
    }

    Acceptance acceptance(Tasks tasks) {
        return new Acceptance(
                ledger,
                spool,
                new Operations(tasks, WORKSPACES),
                new Orders(spool, uploads(), new GatewayLanes(tasks, MODELS, Protocols.installed()), LIMITS),
                LIMITS,
                Clock.systemUTC());
    }

    Acceptance.Accepted accept(String body, @Nullable String key) throws IOException, RefusedSubmission {
        return acceptance(SHIPPED).accept(SHOP, new ByteArrayInputStream(body.getBytes(UTF_8)), key);
    }

    List<String> files() throws IOException {
        try (Stream<String> all = spool.list("")) {
            return all.sorted().toList();
        }
    }

    String text(String path) throws IOException {
        try (InputStream in = spool.open(path, 0)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Whatever is done to the files of a ledger that nobody has open. */
    interface Offline {
        void run() throws IOException, SQLException;
    }

    void offline(Offline work) throws IOException, SQLException {
        ledger.close();
        work.run();
        ledger = open();
    }

    void sql(String... all) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + db);
                Statement statement = c.createStatement()) {
            for (String one : all) {
                statement.execute(one);
            }
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
