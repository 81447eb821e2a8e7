package dev.caravan.testkit;

/** An answer that is no success, in the shape of Google's JSON API. */
final class GcsError extends RuntimeException {
    private static final long serialVersionUID = 1;
    final int status;
    final String reason;

    GcsError(int status, String reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    static GcsError invalid(String message) {
        return new GcsError(400, "invalid", message);
    }

    static GcsError notFound(String what) {
        return new GcsError(404, "notFound", "No such object: " + what);
    }

    static GcsError precondition() {
        return new GcsError(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }
}
