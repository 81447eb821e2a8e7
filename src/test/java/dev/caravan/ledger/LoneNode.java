package dev.caravan.ledger;

import java.util.List;

/** The only node there is: all duties are its own. */
public final class LoneNode implements Nodes, Duties {
    @Override
    public int number() {
        return 1;
    }

    @Override
    public Node me() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void worksOn(String spool) {}

    @Override
    public void named(String name, String version) {}

    @Override
    public void beat() {}

    @Override
    public List<Node> living() {
        return List.of();
    }

    @Override
    public boolean bury(Node unmoved) {
        return false;
    }

    @Override
    public boolean knows(long incarnation, String token) {
        return false;
    }

    @Override
    public Duties duties() {
        return this;
    }

    @Override
    public void leave() {}

    @Override
    public boolean take(String duty) {
        return true;
    }

    @Override
    public void end(String duty) {}

    @Override
    public boolean isHeld(String duty) {
        return false;
    }
}
