package dev.caravan.rerun;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Request;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what people ask on the command line. */
final class RerunDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RerunDesk.class);
    private static final Set<Kind> KINDS = Set.of(Kind.RERUN_PREVIEW, Kind.RERUN);

    private final Ledger ledger;
    private final Reruns reruns;

    RerunDesk(Ledger ledger, Reruns reruns) {
        this.ledger = ledger;
        this.reruns = reruns;
    }

    boolean isAsked() {
        return !ledger.requests().open(KINDS).isEmpty();
    }

    void work() {
        for (Request request : ledger.requests().open(KINDS)) {
            try {
                work(request);
            } catch (IllegalArgumentException e) {
                LOG.warn("The {} that {} asked for is not done: {}", kind(request), request.actor(), e.getMessage());
                ledger.requests().done(request.id(), Answer.refused(String.valueOf(e.getMessage())));
            }
        }
    }

    private static String kind(Request request) {
        return request.wish().kind() == Kind.RERUN ? "rerun" : "preview of a rerun";
    }

    private void work(Request request) {
        Stored asked = Stored.read(request.wish().value());
        if (request.wish().kind() == Kind.RERUN_PREVIEW) {
            ledger.requests()
                    .done(
                            request.id(),
                            Answer.done(reruns.preview(asked.filter()).text()));
        } else {
            String why = asked.all().getOrDefault("why", "");
            reruns.start(asked.filter(), request.actor(), why, request.id());
        }
    }
}
