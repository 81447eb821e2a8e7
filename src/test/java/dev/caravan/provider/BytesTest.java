package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
    private static final byte[] BORDERS = {
        0,
        1,
        '\n',
        0x1f,
        ' ',
        '!',
        '"',
        '#',
        '[',
        '\\',
        ']',
        0x7e,
        0x7f,
        (byte) 0x80,
        (byte) 0x9f,
        (byte) 0xa0,
        (byte) 0xff
    };

    private final Random random = new Random(7);

    @Test
    void findsWhatOneByteAfterTheOtherWouldFind() {
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            int often = 1 + random.nextInt(20);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextInt(often) == 0 ? BORDERS[random.nextInt(BORDERS.length)] : (byte) 'a';
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length + 1 - from);

            assertThat(Bytes.endOfPlainText(bytes, from, to)).isEqualTo(endOfPlainText(bytes, from, to));
            assertThat(Bytes.lineFeed(bytes, from, to)).isEqualTo(lineFeed(bytes, from, to));
        }
    }

    private static int endOfPlainText(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\') {
                return i;
            }
        }
        return to;
    }

    private static int lineFeed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
