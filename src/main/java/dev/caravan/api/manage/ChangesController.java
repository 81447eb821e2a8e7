package dev.caravan.api.manage;

import dev.caravan.access.Caller;
import dev.caravan.ledger.Changes.Change;
import dev.caravan.ledger.Changes.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What changes, as it changes: Server-Sent Events. */
@RestController
final class ChangesController {
    private final Asker asker;
    private final ChangeStreams streams;

    ChangesController(Asker asker, ChangeStreams streams) {
        this.asker = asker;
        this.streams = streams;
    }

    /** Of one task or drop, or of all that the caller sees. {@code Last-Event-ID} goes on where a stream ended. */
    @GetMapping(path = "/api/events/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable Long drop,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
            HttpServletRequest request,
            HttpServletResponse response) {
        Set<String> tasks = asker.tasks(request, task);
        Caller caller = Asker.caller(request);
        boolean narrow = task != null || drop != null;
        response.setHeader("X-Accel-Buffering", "no");
        return streams.open(
                caller.getName(),
                change -> sees(change, tasks, caller, narrow) && (drop == null || isOf(change, drop)),
                last);
    }

    private static boolean sees(Change change, @Nullable Set<String> tasks, Caller caller, boolean narrow) {
        String workspace = change.workspace();
        if (workspace != null) {
            return !narrow && caller.sees(workspace);
        }
        String task = change.task();
        return tasks == null || (task != null && tasks.contains(task));
    }

    private static boolean isOf(Change change, long drop) {
        return (change.kind() == Kind.DROP || change.kind() == Kind.RECORDS || change.kind() == Kind.REVIEW)
                && change.id().equals(Long.toString(drop));
    }
}
