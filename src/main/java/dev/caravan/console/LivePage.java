package dev.caravan.console;

import dev.caravan.access.Caller;
import dev.caravan.access.ProblemException;
import dev.caravan.access.Sight;
import dev.caravan.watch.ChangeStreams;
import dev.caravan.watch.Onlooker;
import dev.caravan.watch.Onlooker.Part;
import dev.caravan.watch.Onlooker.Told;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells open pages that something changed; what it is they fetch themselves. */
@RestController
final class LivePage {
    private final ChangeStreams streams;
    private final Sight sight;

    LivePage(ChangeStreams streams, Sight sight) {
        this.streams = streams;
        this.sight = sight;
    }

    /** Of one task or drop, or of all that the reader sees. {@code Last-Event-ID} goes on where a stream ended. */
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> live(
            @RequestParam(required = false) @Nullable String task,
            @RequestParam(required = false) @Nullable Long drop,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setHeader("X-Accel-Buffering", "no");
        Set<String> tasks = task == null ? sight.tasks(request) : Set.of(task);
        Onlooker reader = new Onlooker(
                Caller.of(request).orElseThrow(), tasks, new Part(task, drop), change -> new Told("changed", Map.of()));
        try {
            return ResponseEntity.ok(streams.open(reader, last));
        } catch (ProblemException tooMany) {
            // A page that is refused asks now and then instead.
            return ResponseEntity.status(tooMany.problem().status()).build();
        }
    }
}
