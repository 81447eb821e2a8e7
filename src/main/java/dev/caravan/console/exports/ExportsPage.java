package dev.caravan.console.exports;

import dev.caravan.access.Sight;
import dev.caravan.console.Filters;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.console.publications.PublicationQuery;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.PublicationRow;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.ledger.RecordState;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Lists to take home, narrowed as their pages are, whole: written while they are read. */
@RestController
final class ExportsPage {
    private static final int AT_ONCE = 500;

    private final Pages pages;
    private final Ledger ledger;
    private final Sight sight;
    private final RecordList records;
    private final int most;
    private final Semaphore slots;

    ExportsPage(Pages pages, Ledger ledger, Sight sight, RecordList records, ExportSettings settings) {
        this.pages = pages;
        this.ledger = ledger;
        this.sight = sight;
        this.records = records;
        this.most = settings.atOnce();
        this.slots = new Semaphore(settings.atOnce());
    }

    /** Writes the rows of a list. */
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    record Busy(int most) {}

    @GetMapping({"/drops.csv", "/drops.jsonl"})
    @Nullable
    ResponseEntity<String> drops(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Filters filters = Filters.of(request, "task", "state", "from", "to");
        DropState state = filters.word("state", DropState.class);
        Instant from = filters.time("from");
        Instant to = filters.time("to");
        ListFormat format = ListFormat.of(request.getServletPath());
        return send(
                request,
                response,
                "drops",
                out -> walk(
                        format.rows(Columns.DROPS, out),
                        before -> ledger.lists().drops(slice(request, filters, before), state, from, to),
                        (DropRow row) -> row.drop().id()));
    }

    @GetMapping({"/batches.csv", "/batches.jsonl"})
    @Nullable
    ResponseEntity<String> batches(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Filters filters = Filters.of(request, "task", "state", "credential");
        BatchState state = filters.word("state", BatchState.class);
        String credential = filters.value("credential").isEmpty() ? null : filters.value("credential");
        ListFormat format = ListFormat.of(request.getServletPath());
        return send(
                request,
                response,
                "batches",
                out -> walk(
                        format.rows(Columns.BATCHES, out),
                        before -> ledger.lists().batches(slice(request, filters, before), state, credential),
                        BatchRow::id));
    }

    @GetMapping({"/publications.csv", "/publications.jsonl"})
    @Nullable
    ResponseEntity<String> publications(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PublicationQuery query = PublicationQuery.of(request);
        ListFormat format = ListFormat.of(request.getServletPath());
        return send(
                request,
                response,
                "publications",
                out -> walk(
                        format.rows(Columns.PUBLICATIONS, out),
                        before -> query.find(ledger.lists(), slice(request, query.filters(), before)),
                        PublicationRow::id));
    }

    /** @param values whether with the input and the value of each record */
    @GetMapping({"/records.csv", "/records.jsonl"})
    @Nullable
    ResponseEntity<String> records(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam long drop,
            @RequestParam(defaultValue = "") String values)
            throws IOException {
        if (ledger.lists()
                .drop(drop)
                .filter(row -> sight.task(request, row.task()))
                .isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Filters filters = Filters.of(request, "state", "code");
        String code = filters.value("code");
        var which = new RecordList.Which(drop, filters.word("state", RecordState.class), code.isEmpty() ? null : code);
        ListFormat format = ListFormat.of(request.getServletPath());
        return send(request, response, "records-of-drop-" + drop, out -> {
            if (values.equals("1")) {
                records.writeValues(which, format, out);
            } else {
                records.write(which, format, out);
            }
        });
    }

    /** Null if it was sent; if it breaks off, so does the connection, and half a list is not taken for a whole one. */
    private @Nullable ResponseEntity<String> send(
            HttpServletRequest request, HttpServletResponse response, String name, Writing writing) throws IOException {
        ListFormat format = ListFormat.of(request.getServletPath());
        if (!slots.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "60");
            return pages.page(
                    new Visit(request),
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Too many lists at once",
                    "busy",
                    new Busy(most));
        }
        try {
            response.setContentType(format.type());
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename(name + "." + format.ending())
                            .build()
                            .toString());
            if (!request.getMethod().equals("HEAD")) {
                writing.to(response.getOutputStream());
            }
            return null;
        } finally {
            slots.release();
        }
    }

    private static <T> void walk(ListFormat.Rows<T> rows, Function<Long, List<T>> pages, ToLongFunction<T> place)
            throws IOException {
        long before = 0;
        List<T> page = pages.apply(before);
        while (!page.isEmpty()) {
            for (T row : page) {
                rows.add(row);
                before = place.applyAsLong(row);
            }
            page = page.size() < AT_ONCE ? List.of() : pages.apply(before);
        }
        rows.end();
    }

    private Slice slice(HttpServletRequest request, Filters filters, long before) {
        String task = filters.value("task");
        Set<String> tasks = task.isEmpty() ? sight.tasks(request) : sight.task(request, task) ? Set.of(task) : Set.of();
        return new Slice(tasks, before, AT_ONCE);
    }
}
