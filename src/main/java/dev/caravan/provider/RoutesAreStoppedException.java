package dev.caravan.provider;

import java.net.ConnectException;

/** Nothing was sent, and no provider is to blame: Caravan starts, stops, or reads its files again. */
public final class RoutesAreStoppedException extends ConnectException {
    private static final long serialVersionUID = 1;

    public RoutesAreStoppedException() {
        super("Nothing was sent: the routes of Caravan do not run yet, or not any more");
    }
}
