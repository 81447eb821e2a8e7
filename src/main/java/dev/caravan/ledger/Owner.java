package dev.caravan.ledger;

/** This incarnation of the process. Name and epoch may change once, before any work begins ({@link Lineage}). */
final class Owner {
    private final int number;
    private volatile String instance;

    Owner(String name, long epoch, int number) {
        this.number = number;
        this.instance = name + Long.toString(epoch, 36);
    }

    String instance() {
        return instance;
    }

    int number() {
        return number;
    }

    void become(String name, long epoch) {
        instance = name + Long.toString(epoch, 36);
    }
}
