package dev.caravan;

import dev.caravan.console.Figures;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Nodes.Node;
import dev.caravan.ledger.OpenItems.Open;
import dev.caravan.ledger.Overview.Job;
import dev.caravan.ledger.Overview.NodeNow;
import dev.caravan.ledger.RecordState;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The command {@code status}: what is under way, what waits and why. Reads only, whether a Caravan runs or not. */
final class Status {
    private final Voice voice;
    private final Clock clock;

    Status(Voice voice, Clock clock) {
        this.voice = voice;
        this.clock = clock;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        if (StatusOf.isWanted(options)) {
            return new StatusOf(voice, clock).run(options);
        }
        return Properties.read(options, environment -> {
            try (LedgerReader ledger = new DataFolder(environment).ledger()) {
                StatusNow now = StatusNow.read(ledger, clock.instant());
                if (voice.json()) {
                    voice.document(StatusJson.of(now));
                } else {
                    tell(now, voice.out());
                }
                return 0;
            } catch (LedgerException e) {
                return voice.failed(e.getMessage() + ". --caravan.data=<folder> names another folder");
            }
        });
    }

    private static void tell(StatusNow now, PrintStream out) {
        part(out, "Nodes", now.nodes().stream().map(one -> node(one, now.at())).toList());
        part(out, "Drops under way", now.drops().stream().map(Status::drop).toList());
        Map<String, Long> states = new TreeMap<>(now.batches().stream()
                .collect(Collectors.groupingBy(job -> word(job.batch().state()), Collectors.counting())));
        part(
                out,
                "Open batches" + (states.isEmpty() ? "" : " " + states),
                now.batches().stream().map(job -> batch(job, now.at())).toList());
        part(
                out,
                "Waiting for a person",
                now.reviews().stream().map(Status::review).toList());
        part(
                out,
                "Standing still",
                now.stuck().stream()
                        .map(one -> one.what() + (one.count() == 1 ? "" : " (" + one.count() + ")") + ": " + one.why())
                        .toList());
        if (!now.stuck().isEmpty()) {
            out.println("  (docs/troubleshooting.md has each code, and what to do)");
        }
        long micros = now.today().stream().mapToLong(StatusNow::micros).sum();
        out.println("Cost of today (UTC): " + usd(micros));
        now.today()
                .forEach(
                        one -> out.println("  " + one.task() + ", " + one.model() + ": " + usd(StatusNow.micros(one))));
        if (now.more()) {
            out.println("There are more drops or batches than are shown");
        }
    }

    private static void part(PrintStream out, String title, List<String> lines) {
        out.println(title + ":" + (lines.isEmpty() ? " none" : ""));
        lines.forEach(line -> out.println("  " + line));
    }

    private static String node(NodeNow now, Instant at) {
        Node node = now.node();
        List<String> has = new ArrayList<>();
        now.holds().forEach((kind, n) -> has.add(n + " " + kind));
        has.addAll(now.duties());
        return node.called() + ": since " + Figures.age(node.startedAt(), at) + ", heard of "
                + Figures.age(node.beatAt(), at) + " ago, "
                + (has.isEmpty() ? "has nothing in hand" : "has " + String.join(", ", has));
    }

    private static String drop(DropRow row) {
        DropCounts counts = row.drop().counts();
        return "drop " + row.drop().id() + " of " + row.task() + " ("
                + word(row.drop().state()) + "): read "
                + counts.read() + ", queued " + counts.in(RecordState.QUEUED) + ", submitted "
                + counts.in(RecordState.SUBMITTED) + (row.cancelled() ? ", cancelled" : row.held() ? ", held" : "");
    }

    private static String batch(Job job, Instant now) {
        BatchRow row = job.batch();
        Instant submitted = row.times().submitted();
        Instant usual = job.home();
        return "batch " + row.id() + " of " + row.task() + " (" + word(row.state())
                + (row.providerStatus() == null ? "" : ", " + row.providerStatus() + " at " + row.credential())
                + "): " + row.counted().sent() + " records, "
                + (submitted == null
                        ? "made " + Figures.age(row.times().made(), now) + " ago"
                        : "sent " + Figures.age(submitted, now) + " ago")
                + (usual == null
                        ? ""
                        : usual.isAfter(now)
                                ? ", usually here in " + Figures.age(now, usual)
                                : ", usually here by now");
    }

    private static String review(Open open) {
        return open.task() + ", " + open.reason() + ": " + open.items();
    }

    static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String usd(long micros) {
        return "$" + java.math.BigDecimal.valueOf(micros, 6).setScale(4, java.math.RoundingMode.HALF_UP);
    }
}
