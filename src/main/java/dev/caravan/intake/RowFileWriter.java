package dev.caravan.intake;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ranges;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a range of a drop holds, for its ledger rows: which frames of a segment with which keys, and what was refused;
 * behind that a hash of each key, ascending, twice if the key is there more than once.
 */
final class RowFileWriter implements Closeable {
    static final int FRAME = 1;
    static final int REFUSAL = 2;
    static final int END = 3;

    private final String path;
    private final SpoolWriter file;
    private final DataOutputStream out;
    private long[] keys = new long[1 << 12];
    private int count;
    private long refusals;

    RowFileWriter(Spool spool, String path, String segment) throws IOException {
        this.path = path;
        this.file = spool.create(path);
        this.out = new DataOutputStream(new BufferedOutputStream(file, 1 << 16));
        text(segment);
    }

    /** What stands for a key; two keys may have the same. */
    static long hash(String key) {
        return Hashing.xxh3_64().hashCharsToLong(key);
    }

    void frame(long offset, List<Drops.Row> rows) throws IOException {
        out.write(FRAME);
        out.writeLong(offset);
        out.writeInt(rows.size());
        for (Drops.Row row : rows) {
            text(row.sourceId());
            out.writeLong(row.content());
            out.writeLong(row.line());
            key(hash(row.sourceId()));
        }
    }

    void refusal(Drops.Refusal refusal) throws IOException {
        out.write(REFUSAL);
        out.writeLong(refusal.line());
        text(refusal.code());
        text(refusal.detail());
        refusals++;
    }

    private void key(long hash) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
        }
        keys[count++] = hash;
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Makes the file durable.
     *
     * @param reason why there is no more in the range; null if all of it is here
     */
    Ranges.Found commit(@Nullable String reason) throws IOException {
        out.write(END);
        out.flush();
        long keysAt = file.position();
        Arrays.sort(keys, 0, count);
        long written = 0;
        for (int i = 0; i < count; i++) {
            if (i < 2 || keys[i] != keys[i - 2]) {
                out.writeLong(keys[i]);
                written++;
            }
        }
        out.flush();
        file.commit();
        return new Ranges.Found(path, count, refusals, keysAt, written, reason);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
