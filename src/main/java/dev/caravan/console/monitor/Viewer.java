package dev.caravan.console.monitor;

import dev.caravan.access.Sight;
import dev.caravan.batch.WhyWaiting;
import dev.caravan.console.Filters;
import dev.caravan.console.Sources;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.task.Tasks;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The ledger as somebody who asks for a page may see it. What is of another workspace is not there. Thread-safe. */
final class Viewer {
    /** Rows of a page. */
    static final int ROWS = 50;

    private final Ledger ledger;
    private final Sight sight;
    private final Tasks tasks;
    private final Sources sources;
    private final Clock clock;
    private final WhyWaiting why;

    Viewer(Ledger ledger, Sight sight, Tasks tasks, Sources sources, Clock clock, WhyWaiting why) {
        this.why = why;
        this.ledger = ledger;
        this.sight = sight;
        this.tasks = tasks;
        this.sources = sources;
        this.clock = clock;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Why something is not further. */
    WhyWaiting why() {
        return why;
    }

    Instant now() {
        return clock.instant();
    }

    Tasks tasks() {
        return tasks;
    }

    /** Where a drop came from, for people. */
    String shown(String uri) {
        return sources.shown(uri);
    }

    /** The task of the filter, or all that the reader sees; null for all there are and ever were. */
    @Nullable
    Set<String> tasks(HttpServletRequest request, Filters filters) {
        String task = filters.value("task");
        return task.isEmpty() ? sight.tasks(request) : sight.task(request, task) ? Set.of(task) : Set.of();
    }

    boolean sees(HttpServletRequest request, String task) {
        return sight.task(request, task);
    }

    /** Whether nothing is hidden from the reader. */
    boolean seesAll(HttpServletRequest request) {
        return sight.tasks(request) == null;
    }

    List<Choices.Choice> taskChoices(HttpServletRequest request, String chosen) {
        return Choices.of(
                tasks.byName().keySet().stream()
                        .filter(name -> sight.task(request, name))
                        .sorted(),
                chosen);
    }

    /** One row more than a page has, to know whether there is a next one. */
    Slice slice(HttpServletRequest request, Filters filters) {
        return new Slice(tasks(request, filters), filters.number("after").orElse(0), ROWS + 1);
    }

    /** @throws ResponseStatusException 404 if there is none, or it is of another workspace */
    DropRow drop(HttpServletRequest request, long id) {
        return own(request, ledger.lists().drop(id), DropRow::task);
    }

    /** @throws ResponseStatusException 404 if there is none, or it is of another workspace */
    BatchRow batch(HttpServletRequest request, long id) {
        return own(request, ledger.lists().batch(id), BatchRow::task);
    }

    private <T> T own(HttpServletRequest request, Optional<T> found, Function<T, String> task) {
        return found.filter(one -> sight.task(request, task.apply(one))).orElseThrow(Viewer::missing);
    }

    static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** For a page: empty where there is no time. */
    static String iso(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }
}
