package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What every format keeps whose files hold any number of records. */
public abstract class ManyRecordsContract extends RecordFormatContract {

    /** More than 100 MB of equal rows, unpacked. */
    protected abstract InputStream longFile(String id, String text, int rows) throws IOException;

    @Test
    void needsNoMoreMemoryForALongFile() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        try (InputStream bytes = longFile("i", "x".repeat(500), 200_001)) {
            System.gc();
            long before = runtime.totalMemory() - runtime.freeMemory();
            long most = 0;
            long rows = 0;
            try (RecordReader reader = open(bytes, name(), input())) {
                while (reader.next() != null) {
                    rows++;
                    if (rows % 100_000 == 0) {
                        System.gc();
                        most = Math.max(most, runtime.totalMemory() - runtime.freeMemory());
                    }
                }
            }
            assertThat(rows).isEqualTo(200_001);
            assertThat(most - before).isLessThan(50_000_000L);
        }
    }
}
