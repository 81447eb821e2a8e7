package dev.caravan.intake;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Random;

/** A file that comes a few bytes at a time, and breaks where it is told to. */
public final class Trickle extends FilterInputStream {
    /** It does not break. */
    public static final int NOWHERE = -1;

    private final Random random;
    private final int breaksAt;
    private int given;

    public Trickle(byte[] bytes, Random random, int breaksAt) {
        super(new ByteArrayInputStream(bytes));
        this.random = random;
        this.breaksAt = breaksAt;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (given == breaksAt) {
            throw new UnreadableFileException(0, "the packed data is damaged");
        }
        int most = random.nextInt(4) == 0 ? length : 1 + random.nextInt(20);
        int room = breaksAt == NOWHERE ? Integer.MAX_VALUE : breaksAt - given;
        int n = super.read(target, from, Math.min(Math.min(length, most), room));
        given += Math.max(0, n);
        return n;
    }
}
