package dev.caravan.intake;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** A drop being read, with all that has to be closed behind it. */
record OpenDrop(DropReading reading, RecordReader reader, Stretch stretch, Check unchanged) implements Closeable {

    /** Looks whether the source is still the same. */
    interface Check {
        void run() throws IOException;
    }

    /** @return whether the end was reached; everything is committed then */
    boolean run(BooleanSupplier stop, LongConsumer committed) throws IOException {
        boolean end = reading.run(stop, committed);
        if (end) {
            unchanged.run();
        }
        return end;
    }

    void keepRest() throws IOException {
        reading.keepRest();
    }

    @Override
    public void close() throws IOException {
        try (reader) {
            stretch.close();
        }
    }
}
