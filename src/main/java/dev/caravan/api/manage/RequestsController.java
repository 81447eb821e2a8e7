package dev.caravan.api.manage;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Asked;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What became of what was asked for, here or on the command line. */
@RestController
@RequestMapping(path = "/api/requests", produces = MediaType.APPLICATION_JSON_VALUE)
final class RequestsController {
    private static final Set<Kind> SHOWN = Set.of(Kind.CANCEL, Kind.HOLD, Kind.RELEASE, Kind.OPEN, Kind.REVIEW);

    private final Asker asker;

    RequestsController(Asker asker) {
        this.asker = asker;
    }

    @GetMapping("/{request}")
    Map<String, @Nullable Object> one(@PathVariable long request, HttpServletRequest http) {
        Asked asked = asker.own(
                http,
                asker.ledger()
                        .requests()
                        .find(request)
                        .filter(one -> SHOWN.contains(one.request().wish().kind())),
                one -> task(one.request().wish()));
        Answer answer = asked.answer();
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", asked.request().id());
        shown.put("at", asked.request().at());
        shown.put("actor", asked.request().actor());
        shown.put("kind", Words.of(asked.request().wish().kind()));
        shown.put("state", answer == null ? "waiting" : answer.refused() ? "refused" : "done");
        shown.put("answer", answer == null ? null : answer.text());
        return shown;
    }

    /** The task that it is about; what is about none is for those who see all. */
    private String task(Wish wish) {
        Ledger ledger = asker.ledger();
        if (wish.kind() == Kind.REVIEW) {
            String record = wish.value().replaceFirst(" .*", "");
            return ledger.lists()
                    .record(Long.parseLong(record))
                    .map(RecordRow::task)
                    .orElse("");
        }
        return switch (wish.about()) {
            case TASK -> wish.value();
            case DROP ->
                ledger.lists()
                        .drop(Long.parseLong(wish.value()))
                        .map(DropRow::task)
                        .orElse("");
            case BATCH ->
                ledger.lists()
                        .batch(Long.parseLong(wish.value()))
                        .map(BatchRow::task)
                        .orElse("");
            case CODE -> "";
        };
    }
}
