package dev.caravan.ledger;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Lets tests elsewhere read the tables of legal moves, a move as {@code BATCH CREATING -> SUBMITTED}. */
public final class LedgerTestAccess {
    private LedgerTestAccess() {}

    public static Set<String> legalMoves() {
        Set<String> moves = new TreeSet<>();
        add(moves, "BATCH", BatchState.values(), LegalMoves::from);
        add(moves, "TRY", TryState.values(), LegalMoves::from);
        add(moves, "RECORD", RecordState.values(), LegalMoves::from);
        add(moves, "DELIVERY", DeliveryState.values(), LegalMoves::from);
        return moves;
    }

    private static <S extends Enum<S>> void add(Set<String> moves, String kind, S[] states, Function<S, Set<S>> table) {
        for (S from : states) {
            table.apply(from).forEach(to -> moves.add(kind + " " + from + " -> " + to));
        }
    }
}
