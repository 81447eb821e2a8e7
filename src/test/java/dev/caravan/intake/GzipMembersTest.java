package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GzipMembersTest {

    @Test
    void readsAHeaderWithEverythingInIt() throws IOException {
        byte[] plain = Packed.gzip("hello".getBytes(UTF_8));
        byte[] header = {
            0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 'e', 'x', 't', 'n', 0, 'c', 0, 1, 2
        };
        byte[] full = Packed.join(header, Arrays.copyOfRange(plain, 10, plain.length));
        assertThat(unpack(Packed.join(full, plain))).isEqualTo("hellohello");
    }

    @Test
    void saysWhereTheHeaderEndsTooEarly() {
        byte[] header = {0x1F, (byte) 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, 'n'};
        assertThatThrownBy(() -> unpack(header))
                .isInstanceOf(EOFException.class)
                .hasMessage("gzip data is cut off");
        assertThatThrownBy(() -> unpack(new byte[] {0x1F, (byte) 0x8B, 7, 0})).isInstanceOf(ZipException.class);
    }

    private static String unpack(byte[] bytes) throws IOException {
        try (GzipMembers in = new GzipMembers(Packed.dripping(new ByteArrayInputStream(bytes)))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
