package dev.caravan.console.records;

import dev.caravan.access.Sight;
import dev.caravan.console.Choice;
import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.console.Money;
import dev.caravan.console.Pages;
import dev.caravan.console.Sources;
import dev.caravan.console.TakeHome;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Contents.Piece;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.RecordState;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Records: one found by its source record ID or its number, or those of a drop, page by page. */
@RestController
final class RecordsPage {
    private static final int ROWS = 50;
    /** Records that are looked at for one page: more would keep the reader waiting. */
    private static final int LOOK = 20_000;

    private final Pages pages;
    private final Ledger ledger;
    private final Tasks tasks;
    private final Sources sources;
    private final Sight sight;

    RecordsPage(Pages pages, Ledger ledger, Tasks tasks, Sources sources, Sight sight) {
        this.pages = pages;
        this.ledger = ledger;
        this.tasks = tasks;
        this.sources = sources;
        this.sight = sight;
    }

    /** @param batch empty if it is in none; @param publication likewise */
    record Row(
            String href,
            String sourceId,
            int revision,
            String state,
            String tone,
            String code,
            int attempt,
            long line,
            String batch,
            String publication,
            String cost) {}

    /**
     * The records of one drop.
     *
     * @param more where the search goes on; empty at the end
     * @param looked at how many, if it stopped before the page was full; else empty
     * @param values the list with inputs and values
     */
    record Listed(
            long drop,
            String task,
            String file,
            String uri,
            List<Row> rows,
            String first,
            String more,
            String looked,
            TakeHome export,
            TakeHome values) {
        boolean empty() {
            return rows.isEmpty();
        }
    }

    record Shown(
            List<Choice> tasks,
            String id,
            String record,
            String drop,
            List<Choice> states,
            String code,
            String missing,
            List<Listed> listed) {}

    @GetMapping("/records")
    ResponseEntity<String> records(HttpServletRequest request) {
        Filters asked = Filters.of(request, "task", "id", "record", "drop", "state", "code");
        Optional<RecordRow> one = one(asked).filter(row -> sight.task(request, row.task()));
        if (one.isPresent()) {
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create("/records/" + one.get().id()))
                    .build();
        }
        String missing = missing(asked);
        OptionalLong drop = asked.number("drop");
        Optional<DropRow> of =
                drop.isPresent() && missing.isEmpty() ? ledger.lists().drop(drop.getAsLong()) : Optional.empty();
        if (drop.isPresent() && of.isEmpty() && missing.isEmpty()) {
            missing = "There is no drop " + drop.getAsLong() + ".";
        }
        Filters filters = Filters.of(request, "drop", "state", "code");
        List<Listed> listed =
                of.map(row -> listed(row, filters, request)).stream().toList();
        return pages.page(
                new Visit(request),
                missing.isEmpty() ? HttpStatus.OK : HttpStatus.NOT_FOUND,
                "Records",
                "records",
                new Shown(
                        tasks(request, asked.value("task")),
                        asked.value("id"),
                        asked.value("record"),
                        asked.value("drop"),
                        states(filters.value("state")),
                        filters.value("code"),
                        missing,
                        listed));
    }

    private Optional<RecordRow> one(Filters asked) {
        OptionalLong number = asked.number("record");
        if (number.isPresent()) {
            return ledger.lists().record(number.getAsLong());
        }
        return asked.value("task").isEmpty() || asked.value("id").isEmpty()
                ? Optional.empty()
                : ledger.lists().current(asked.value("task"), asked.value("id"));
    }

    /** Why nothing is shown, as a sentence; empty if that is not so. */
    private static String missing(Filters asked) {
        if (!asked.value("record").isEmpty()) {
            return "There is no record " + asked.value("record") + ".";
        }
        return asked.value("id").isEmpty()
                ? ""
                : asked.value("task").isEmpty()
                        ? "Say of which task " + asked.value("id") + " is."
                        : "Task " + asked.value("task") + " has no record " + asked.value("id")
                                + ": it never had one, it was erased, or its rows were deleted by age.";
    }

    private Listed listed(DropRow drop, Filters filters, HttpServletRequest request) {
        long after = Filters.of(request, "after").number("after").orElse(0);
        long id = drop.drop().id();
        @Nullable String code = filters.value("code").isEmpty() ? null : filters.value("code");
        Piece<RecordRow> found = ledger.contents().records(id, state(filters.value("state")), code, after, ROWS, LOOK);
        return new Listed(
                id,
                drop.task(),
                sources.shown(drop.drop().uri()),
                drop.drop().uri(),
                found.rows().stream().map(RecordsPage::row).toList(),
                after == 0 ? "" : filters.at("/records"),
                found.next() == 0 ? "" : filters.at("/records", "after", String.valueOf(found.next())),
                found.cut() ? Figures.count(LOOK) : "",
                TakeHome.of(filters, "/records"),
                TakeHome.of(filters, "/records", "values", "1"));
    }

    private static Row row(RecordRow row) {
        @Nullable Long batch = row.batchId();
        @Nullable Long publication = row.publicationId();
        @Nullable String code = row.code();
        return new Row(
                "/records/" + row.id(),
                row.sourceId(),
                row.revision(),
                RecordWords.of(row.state()),
                RecordWords.tone(row.state()),
                code == null ? "" : code,
                row.attempt(),
                row.line(),
                batch == null ? "" : batch.toString(),
                publication == null ? "" : publication.toString(),
                Money.usd(row.usage().costMicros()));
    }

    private List<Choice> tasks(HttpServletRequest request, String chosen) {
        return Stream.concat(tasks.byName().keySet().stream(), Stream.of(chosen))
                .filter(name -> !name.isEmpty() && sight.task(request, name))
                .distinct()
                .sorted()
                .map(name -> new Choice(name, name, name.equals(chosen)))
                .toList();
    }

    private static List<Choice> states(String chosen) {
        return Arrays.stream(RecordState.values())
                .map(state -> new Choice(
                        state.name().toLowerCase(Locale.ROOT),
                        RecordWords.of(state),
                        state.name().toLowerCase(Locale.ROOT).equals(chosen)))
                .toList();
    }

    /** Null for any, and for what is none. */
    private static @Nullable RecordState state(String word) {
        return Arrays.stream(RecordState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(null);
    }
}
