package dev.caravan.simulator.core;

/**
 * A call that ends in an error of the vendor's. Surfaces throw one of their own; whatever is thrown by a controller of
 * the simulator reaches the client as {@link #wire()}.
 */
public abstract class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected WireException(String message) {
        super(message);
    }

    public abstract WireError wire();
}
