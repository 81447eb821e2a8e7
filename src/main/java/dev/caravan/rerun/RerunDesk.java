package dev.caravan.rerun;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Request;
import java.util.Set;

/** Answers what people ask on the command line. */
final class RerunDesk {
    private static final Set<Kind> KINDS = Set.of(Kind.RERUN_PREVIEW, Kind.RERUN);

    private final Ledger ledger;
    private final Reruns reruns;

    RerunDesk(Ledger ledger, Reruns reruns) {
        this.ledger = ledger;
        this.reruns = reruns;
    }

    void work() {
        for (Request request : ledger.requests().open(KINDS)) {
            ledger.requests().done(request.id(), answer(request));
        }
    }

    private String answer(Request request) {
        try {
            Stored asked = Stored.read(request.wish().value());
            if (request.wish().kind() == Kind.RERUN_PREVIEW) {
                return reruns.preview(asked.filter()).text();
            }
            String why = asked.all().getOrDefault("why", "");
            long id = reruns.start(asked.filter(), request.actor(), why);
            return "rerun " + id + " has begun: "
                    + ledger.reruns().find(id).orElseThrow().records() + " records go again";
        } catch (IllegalArgumentException e) {
            return "not done. " + e.getMessage();
        }
    }
}
