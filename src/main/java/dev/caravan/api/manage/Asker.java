package dev.caravan.api.manage;

import dev.caravan.access.Caller;
import dev.caravan.access.Problem;
import dev.caravan.access.Sight;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Who asks for what: its workspaces, its name, and the requests that it leaves for a stage. */
final class Asker {
    private final Ledger ledger;
    private final Sight sight;

    Asker(Ledger ledger, Sight sight) {
        this.ledger = ledger;
        this.sight = sight;
    }

    Ledger ledger() {
        return ledger;
    }

    /** One task, or all that the caller sees. */
    Slice slice(HttpServletRequest request, Paging paging, @Nullable String task) {
        return new Slice(tasks(request, task), paging.after(), paging.rows());
    }

    /** One task, or all that the caller sees; null for all there are and ever were. */
    @Nullable
    Set<String> tasks(HttpServletRequest request, @Nullable String task) {
        if (task == null) {
            return sight.tasks(request);
        }
        if (!sight.task(request, task)) {
            throw Problem.notFound().thrown();
        }
        return Set.of(task);
    }

    boolean sees(HttpServletRequest request, String task) {
        return sight.task(request, task);
    }

    /** What was found, if it is of a task that the caller sees. */
    <T> T own(HttpServletRequest request, Optional<T> found, Function<T, String> task) {
        return found.filter(one -> sight.task(request, task.apply(one)))
                .orElseThrow(() -> Problem.notFound().thrown());
    }

    static Caller caller(HttpServletRequest request) {
        return Caller.of(request).orElseThrow();
    }

    /** Leaves it for the stage that does it between two batches: the answer says where to look. */
    ResponseEntity<Map<String, Object>> leave(HttpServletRequest request, Kind kind, About about, String value) {
        long id = ledger.requests().ask(caller(request).getName(), new Wish(kind, about, value));
        String at = "/api/requests/" + id;
        Map<String, Object> left = new LinkedHashMap<>();
        left.put("request", id);
        left.put("about", Words.of(about) + " " + value);
        left.put("href", at);
        return ResponseEntity.accepted().header("Location", at).body(left);
    }
}
