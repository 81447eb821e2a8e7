package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StrictReaderTest {

    @Test
    void givesEverythingBeforeTheBadPlaceFirst() throws IOException {
        byte[] bytes = "one\r\ntwo\rthree\nfo".getBytes(UTF_8);
        bytes = Packed.join(bytes, new byte[] {(byte) 0xC3, 'x'});
        try (StrictReader reader = new StrictReader(new ByteArrayInputStream(bytes))) {
            char[] all = new char[100];
            assertThat(new String(all, 0, reader.read(all, 0, 100))).isEqualTo("one\r\ntwo\rthree\nfo");
            assertThatThrownBy(() -> reader.read(all, 0, 100))
                    .hasMessage(
                            "line 4: the byte 0xC3 is not valid UTF-8 here; allowed are UTF-8, and UTF-16 with a byte"
                                    + " order mark");
            assertThatThrownBy(() -> reader.read(all, 0, 100)).isInstanceOf(UnreadableFileException.class);
        }
    }

    @Test
    void saysThatTheFileEndsInACharacter() {
        byte[] utf8 = "a\n😀".getBytes(UTF_8);
        assertThatThrownBy(() -> all(Arrays.copyOf(utf8, utf8.length - 1)))
                .hasMessage("line 2: the file ends in the middle of a character (UTF-8)");
        byte[] utf16 = "\uFEFFa😀".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> all(Arrays.copyOf(utf16, utf16.length - 1)))
                .hasMessage("line 1: the file ends in the middle of a character (UTF-16LE)");
        assertThatThrownBy(() -> all(Arrays.copyOf(utf16, utf16.length - 2)))
                .hasMessage("line 1: the file ends in the middle of a character (UTF-16LE)");
    }

    @Test
    void readsShortAndEmptyFiles() throws IOException {
        assertThat(all(new byte[0])).isEmpty();
        assertThat(all(new byte[] {'x'})).isEqualTo("x");
        assertThat(all("\uFEFF".getBytes(UTF_8))).isEmpty();
        assertThat(all("\uFEFF".getBytes(StandardCharsets.UTF_16BE))).isEmpty();
    }

    @Test
    void passesOnATroubleOfTheDiskAsItIs() throws IOException {
        InputStream broken = new InputStream() {
            private int given;

            @Override
            public int read() throws IOException {
                if (given++ < 10) {
                    return 'x';
                }
                throw new IOException("disk");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                target[offset] = (byte) read();
                return 1;
            }
        };
        try (StrictReader reader = new StrictReader(broken)) {
            assertThatThrownBy(() -> reader.transferTo(java.io.Writer.nullWriter()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UnreadableFileException.class)
                    .hasMessage("disk");
        }
    }

    private static String all(byte[] bytes) throws IOException {
        try (StrictReader reader = new StrictReader(Packed.dripping(new ByteArrayInputStream(bytes)))) {
            java.io.StringWriter out = new java.io.StringWriter();
            reader.transferTo(out);
            return out.toString();
        }
    }
}
