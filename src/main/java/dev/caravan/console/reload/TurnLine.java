package dev.caravan.console.reload;

import dev.caravan.console.Figures;
import dev.caravan.ledger.Reloads.Outcome;
import dev.caravan.ledger.Reloads.Turn;
import java.util.List;

/** What one node made of a reload. @param kind a colour: good, warn, bad, run */
record TurnLine(String node, String outcome, String kind, String away, List<String> said) {
    static TurnLine of(Turn turn) {
        Outcome outcome = turn.outcome();
        String away = turn.down().isZero() ? "" : Figures.count(turn.down().toMillis()) + " ms";
        List<String> said = turn.said().lines().toList();
        if (outcome == null) {
            return new TurnLine(turn.name(), "under way", "run", "", said);
        }
        return switch (outcome) {
            case LOADED -> new TurnLine(turn.name(), "loaded", "good", away, said);
            case REFUSED -> new TurnLine(turn.name(), "refused, it runs on with what it had", "warn", away, said);
            case FELL_BACK -> new TurnLine(turn.name(), "fell back to the last good copy", "bad", away, said);
        };
    }
}
