package dev.caravan.provider.chat;

/** Writes single characters in UTF-8. */
final class Utf8 {
    private Utf8() {}

    /** Writes a code point, which is no half of a pair, and returns where its bytes end. */
    static int encode(int c, byte[] text, int from) {
        int size = from;
        if (c < 0x80) {
            text[size++] = (byte) c;
        } else if (c < 0x800) {
            text[size++] = (byte) (0xc0 | c >> 6);
            text[size++] = (byte) (0x80 | c & 0x3f);
        } else if (c < 0x10000) {
            text[size++] = (byte) (0xe0 | c >> 12);
            text[size++] = (byte) (0x80 | c >> 6 & 0x3f);
            text[size++] = (byte) (0x80 | c & 0x3f);
        } else {
            text[size++] = (byte) (0xf0 | c >> 18);
            text[size++] = (byte) (0x80 | c >> 12 & 0x3f);
            text[size++] = (byte) (0x80 | c >> 6 & 0x3f);
            text[size++] = (byte) (0x80 | c & 0x3f);
        }
        return size;
    }
}
