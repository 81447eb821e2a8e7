package dev.caravan.submission;

/** Who submits over HTTP. The principal of a request may be one. */
public interface Caller {
    /** The only workspace while nothing says that there are others. */
    String DEFAULT = "default";

    /** For events and the log; no secret. */
    String name();

    /** What it submits belongs to this workspace, and it sees nothing of others. */
    String workspace();

    /** Somebody of the default workspace. */
    static Caller of(String name) {
        return new Plain(name, DEFAULT);
    }

    /** A caller without more to it. */
    record Plain(String name, String workspace) implements Caller {}
}
