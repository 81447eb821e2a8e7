package dev.caravan.route;

/** The routes break rules of the house; Camel was not started. The message holds every problem, one a line. */
public final class RoutesRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    RoutesRefusedException(String problems) {
        super("Camel was not started, the routes have problems:" + System.lineSeparator() + problems);
    }
}
