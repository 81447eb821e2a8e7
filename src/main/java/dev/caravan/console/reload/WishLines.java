package dev.caravan.console.reload;

import dev.caravan.ledger.Reloads.Told;
import java.util.List;

/** A wish for a reload, and what each node made of it. */
record WishLines(long id, String at, String actor, String why, List<TurnLine> lines) {
    static WishLines of(Told told) {
        return new WishLines(
                told.wish().id(),
                told.wish().at().toString(),
                told.wish().actor(),
                told.wish().why(),
                told.turns().stream().map(TurnLine::of).toList());
    }

    boolean waits() {
        return lines.isEmpty();
    }
}
