package dev.caravan.intake;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A long file that needs no memory: a beginning, the same middle many times, an end. */
public final class Repeated extends InputStream {
    private final byte[][] parts;
    private long times;
    private int part;
    private int at;
    private long given;

    public Repeated(String beginning, String middle, String end, long times) {
        this.parts = new byte[][] {
            beginning.getBytes(StandardCharsets.UTF_8),
            middle.getBytes(StandardCharsets.UTF_8),
            end.getBytes(StandardCharsets.UTF_8)
        };
        this.times = times;
    }

    long given() {
        return given;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        while (part < 3 && at == parts[part].length) {
            at = 0;
            if (part != 1 || --times <= 0) {
                part++;
            }
        }
        if (part == 3) {
            return -1;
        }
        int n = Math.min(length, parts[part].length - at);
        System.arraycopy(parts[part], at, target, offset, n);
        at += n;
        given += n;
        return n;
    }
}
