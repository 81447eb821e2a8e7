package dev.caravan.ledger;

/** What a node looks up each time it has said that it lives: what others may have changed, and nothing here was told of. */
@FunctionalInterface
public interface EachBeat {

    /** Short; a {@link LedgerException} is told once, and the next beat tries again. */
    void look();
}
