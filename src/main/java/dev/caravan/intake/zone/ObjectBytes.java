package dev.caravan.intake.zone;

import dev.caravan.intake.Arrivals;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** Streams exactly one version of an object into the spool, all of it or nothing. */
record ObjectBytes(ZoneObject found, Spool spool, BooleanSupplier stop) implements Arrivals.Bytes {
    private static final int BLOCK = 1 << 16;

    @Override
    public void into(String path) throws IOException {
        var object = found.object();
        try (InputStream in = found.zone().store().open(object.key(), object.version(), 0);
                SpoolWriter out = spool.create(path)) {
            byte[] block = new byte[BLOCK];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                if (stop.getAsBoolean()) {
                    throw new InterruptedIOException(found.uri() + ": stopped");
                }
                out.write(block, 0, n);
            }
            if (out.position() != object.size()) {
                throw new IOException(found.uri() + ": " + out.position() + " of " + object.size() + " bytes came");
            }
            out.commit();
        }
    }
}
