package dev.caravan.spool;

import java.nio.file.Path;

/** What tests of other packages need of this one. */
public final class SpoolTestAccess {
    private SpoolTestAccess() {}

    /** What the application puts around every spool. */
    public static Spool telling(Spool spool, Path folder) {
        return new TellingSpool(spool, "in " + folder, folder);
    }
}
