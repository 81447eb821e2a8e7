package dev.caravan.api.manage;

import dev.caravan.ledger.Changes.Change;
import dev.caravan.watch.ChangeStreams;
import dev.caravan.watch.Onlooker;
import dev.caravan.watch.Onlooker.Part;
import dev.caravan.watch.Onlooker.Told;
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
        response.setHeader("X-Accel-Buffering", "no");
        return streams.open(
                new Onlooker(Asker.caller(request), tasks, new Part(task, drop), ChangesController::told), last);
    }

    private static Told told(Change change) {
        return new Told(change.type(), ChangeView.of(change));
    }
}
