package dev.caravan.intake.parquet;

/**
 * Walks over a structure in Thrift's compact protocol, to find its end, and to be sure that it holds as many elements and
 * bytes as it says: the parser itself makes room for as many as it is told of.
 *
 * @see <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">the protocol</a>
 */
final class CompactCheck {
    private static final int MAX_DEPTH = 64;
    private static final int LONG_LIST = 15;

    private final byte[] data;
    private int at;

    private CompactCheck(byte[] data) {
        this.data = data;
    }

    /**
     * Length of the structure with which these bytes begin.
     *
     * @throws Damaged if it does not end within them
     */
    static int length(byte[] data) throws Damaged {
        CompactCheck check = new CompactCheck(data);
        check.structure(0);
        return check.at;
    }

    private void structure(int depth) throws Damaged {
        if (depth > MAX_DEPTH) {
            throw new Damaged("the index is nested too deeply");
        }
        for (int head = next(); head != 0; head = next()) {
            if (head >> 4 == 0) {
                number();
            }
            int type = head & 15;
            // A truth value is its type.
            if (type != 1 && type != 2) {
                value(type, depth);
            }
        }
    }

    private void value(int type, int depth) throws Damaged {
        switch (type) {
            case 1, 2, 3 -> skip(1);
            case 4, 5, 6 -> number();
            case 7 -> skip(8);
            case 8 -> skip(number());
            case 9, 10 -> list(depth);
            case 11 -> map(depth);
            case 12 -> structure(depth + 1);
            case 13 -> skip(16);
            default -> throw new Damaged("the index holds an unknown type");
        }
    }

    private void list(int depth) throws Damaged {
        int head = next();
        long size = head >> 4 == LONG_LIST ? number() : head >> 4;
        elements(size);
        for (long i = 0; i < size; i++) {
            value(head & 15, depth + 1);
        }
    }

    private void map(int depth) throws Damaged {
        long size = number();
        elements(size);
        int types = size == 0 ? 0 : next();
        for (long i = 0; i < size; i++) {
            value(types >> 4, depth + 1);
            value(types & 15, depth + 1);
        }
    }

    /** Each takes at least one byte. */
    private void elements(long size) throws Damaged {
        if (size < 0 || size > data.length - at) {
            throw new Damaged("the index is cut off, or a number in it is wrong");
        }
    }

    private long number() throws Damaged {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = next();
            number |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return number;
            }
        }
        throw new Damaged("the index holds a number without end");
    }

    private int next() throws Damaged {
        elements(1);
        return data[at++] & 0xFF;
    }

    private void skip(long bytes) throws Damaged {
        elements(bytes);
        at += (int) bytes;
    }
}
