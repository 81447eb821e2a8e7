package dev.caravan.blackbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.publish.Replays;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The person beside an installation that is at rest: decides what is open, and asks for records and publications again. */
final class Judge {
    private static final int MOST = 1_000;
    private static final String NAME = "reviewer-1";

    private final KillRig rig;

    Judge(KillRig rig) {
        this.rig = rig;
    }

    private Path ledger() {
        return rig.data().resolve("ledger/caravan.db");
    }

    /** Each in its own way, as the number of its row says; one stays as it is. Samples are approved. */
    void decide() {
        try (Ledger ledger = SqliteLedger.open(ledger(), Clock.systemUTC())) {
            for (OpenItems.OpenItem item : ledger.openItems().list(OpenItems.Query.ALL, OpenItems.Place.START, MOST)) {
                switch (item.sourceId().replaceFirst(".*-", "")) {
                    case "5" -> decide(ledger, item, Act.REJECT, null);
                    case "6" -> decide(ledger, item, Act.EDIT, JudgedTask.edited(item.sourceId()));
                    case "7" -> {
                        // Waits, and goes again with the rerun.
                    }
                    default -> decide(ledger, item, Act.APPROVE, null);
                }
            }
        }
    }

    /** All that is open, in one transaction; and the gates of these drops are to be opened, by the way of the command line. */
    void approveAll(List<Long> drops) {
        try (Ledger ledger = SqliteLedger.open(ledger(), Clock.systemUTC())) {
            List<Long> open = ledger.openItems().list(OpenItems.Query.ALL, OpenItems.Place.START, MOST).stream()
                    .map(OpenItems.OpenItem::recordId)
                    .toList();
            ledger.decisions().decideAll(open, decision(0, 0, Act.APPROVE, null));
        }
        try (LedgerDoor door = LedgerDoor.open(ledger(), Clock.systemUTC())) {
            drops.forEach(drop -> door.ask(NAME, new Wish(Kind.OPEN, About.DROP, drop.toString())));
        }
    }

    private static void decide(Ledger ledger, OpenItems.OpenItem item, Act act, @Nullable String value) {
        ledger.decisions().decide(decision(item.recordId(), item.version(), act, value));
    }

    private static NewDecision decision(long record, int version, Act act, @Nullable String value) {
        return new NewDecision(record, version, act, NAME, "seen", value, null, null, null, false);
    }

    /** All records of a drop, by the way of the command line; and all that was published with it once more to its sinks. */
    void again(long drop) throws IOException {
        try (LedgerDoor door = LedgerDoor.open(ledger(), Clock.systemUTC())) {
            String asked = new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "task",
                            JudgedTask.NAME,
                            "drop",
                            String.valueOf(drop),
                            "persons",
                            "true",
                            "why",
                            "all of it once more"));
            door.ask(NAME, new Wish(Kind.RERUN, About.TASK, asked));
        }
        new Replays(rig.data()).ask(new Replays.Wish(1L, null));
    }

    /** Drops of files, oldest first. */
    List<Long> drops() throws SQLException {
        return rows("SELECT id FROM \"drop\" WHERE zone = 'inbox' ORDER BY id").stream()
                .map(Long::valueOf)
                .toList();
    }

    /** What the ledger tells of decisions, reruns, acts and records, and how often. */
    Map<String, Long> told() throws SQLException {
        Map<String, Long> told = new TreeMap<>();
        for (String kind : List.of(
                "SELECT 'decision ' || act FROM decision",
                "SELECT 'event ' || kind FROM event WHERE actor = '" + NAME + "'",
                "SELECT 'rerun of ' || records || ', again ' || n_again || ', anew ' || n_anew || ', done '"
                        + " || (done_at > 0) FROM rerun",
                "SELECT 'record in state ' || state || ', revision ' || rev || ', attempt ' || attempt FROM record")) {
            rows(kind).forEach(row -> told.merge(row, 1L, Long::sum));
        }
        return told;
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
