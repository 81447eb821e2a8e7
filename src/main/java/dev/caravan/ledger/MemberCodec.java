package dev.caravan.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Members as stored: per run the gap to the run before, its length and its attempt, each a variable-length number. */
final class MemberCodec {
    private MemberCodec() {}

    static byte[] encode(Members members) {
        var out = new ByteArrayOutputStream();
        long end = 0;
        for (Members.Run run : members.runs()) {
            put(out, run.firstId() - end);
            put(out, run.count());
            put(out, run.attempt());
            end = run.endId();
        }
        return out.toByteArray();
    }

    static Members decode(byte @org.jspecify.annotations.Nullable [] bytes) {
        List<Members.Run> runs = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes == null ? new byte[0] : bytes);
        long end = 0;
        while (in.hasRemaining()) {
            var run = new Members.Run(end + get(in), (int) get(in), (int) get(in));
            runs.add(run);
            end = run.endId();
        }
        return new Members(runs);
    }

    private static void put(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long get(ByteBuffer in) {
        long number = 0;
        int shift = 0;
        byte b;
        do {
            b = in.get();
            number |= (long) (b & 0x7f) << shift;
            shift += 7;
        } while (b < 0);
        return number;
    }
}
