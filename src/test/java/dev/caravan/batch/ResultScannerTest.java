package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultScannerTest {

    @Test
    void givesEachLineWithItsOffset() throws IOException {
        assertThat(lines("{\"a\":1}\n\n{\"b\":2}\r\n{\"c\":3}", 0))
                .containsExactly("0:{\"a\":1}", "9:{\"b\":2}", "18:{\"c\":3}");
    }

    @Test
    void countsOffsetsFromWhereTheStreamStarts() throws IOException {
        assertThat(lines("x\ny\n", 100)).containsExactly("100:x", "102:y");
    }

    @Test
    void splitsAtLineFeedsOnly() throws IOException {
        assertThat(lines("a\u2028b\u0085c\n", 0)).containsExactly("0:a\u2028b\u0085c");
    }

    @Test
    void readsLinesLongerThanItsBuffer() throws IOException {
        String longLine = "x".repeat(1_000_000);
        assertThat(lines(longLine + "\nend\n", 0)).containsExactly("0:" + longLine, "1000001:end");
    }

    @Test
    void passesOverALineBeyondTheLimitInBoundedMemory() throws IOException {
        int length = 2_000_000_000;
        InputStream hostile = new SequenceInputStream(new Endless('x', length), bytes("\nafter\nmore\n"));
        List<String> seen = new ArrayList<>();
        try (var scanner = new ResultScanner(hostile, 0)) {
            while (scanner.next()) {
                seen.add(scanner.offset() + ":" + (scanner.to() - scanner.from()));
                assertThat(scanner.buffer().length).isLessThanOrEqualTo(ResultScanner.LONGEST_LINE);
            }
        }
        assertThat(seen).containsExactly((length + 1) + ":5", (length + 7) + ":4");
    }

    private static List<String> lines(String text, long offset) throws IOException {
        List<String> lines = new ArrayList<>();
        try (var scanner = new ResultScanner(new OneByOne(bytes(text)), offset)) {
            while (scanner.next()) {
                int length = scanner.to() - scanner.from();
                lines.add(scanner.offset() + ":"
                        + new String(scanner.buffer(), scanner.from(), length, StandardCharsets.UTF_8));
            }
        }
        return lines;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As a slow network would give it. */
    private static final class OneByOne extends FilterInputStream {
        OneByOne(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return super.read(into, from, Math.min(length, 7));
        }
    }

    private static final class Endless extends InputStream {
        private final char c;
        private int left;

        Endless(char c, int length) {
            this.c = c;
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? c : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int n = Math.min(length, left);
            java.util.Arrays.fill(into, from, from + n, (byte) c);
            left -= n;
            return n;
        }
    }
}
