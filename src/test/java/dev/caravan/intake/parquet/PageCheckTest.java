package dev.caravan.intake.parquet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.parquet.format.Encoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageCheckTest {

    @ParameterizedTest
    @CsvSource({
        "RLE_DICTIONARY, 02 0401 03ff01", // 2 bits: a run of two, then a group of eight
        "RLE_DICTIONARY, 02 03ff", // whose last values are cut off
        "RLE_DICTIONARY, ''",
        "RLE, 02000000 1401",
        "DELTA_BINARY_PACKED, 80010405 02",
        "DELTA_BYTE_ARRAY, 800104 01 04 800104 01 00", // one value, two characters of none before
        "PLAIN, ffffffff"
    })
    void acceptsWhatCanBe(Encoding encoding, String hex) {
        assertThatCode(() -> check(encoding, hex)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "RLE_DICTIONARY, 02 ffffffff0f, more values than it says",
        "RLE_DICTIONARY, 00 ffffffff0f, more values than it says",
        "RLE_DICTIONARY, 21 0401, a page has values of 33 bits",
        "RLE_DICTIONARY, 10 04 01, ends within its values",
        "RLE_DICTIONARY, 01 ffffff, ends within its values",
        "RLE, ffffff7f 00, shorter than it says",
        "RLE, 05000000 00, shorter than it says",
        "DELTA_BINARY_PACKED, 8001 04 ffffffff0f 00, more values than it says",
        "DELTA_BINARY_PACKED, ffffffff0f 04 01 00, more values than it says",
        "DELTA_BINARY_PACKED, 8001 ffffffff0f 01 00, more values than it says",
        "DELTA_LENGTH_BYTE_ARRAY, 8001 00 01 00, more values than it says",
        "DELTA_BYTE_ARRAY, 8001 04 01 feffffff0f 8001 04 01 00, a value of 2147483647 bytes",
        "DELTA_BYTE_ARRAY, 8001 04 01 01 8001 04 01 00, a value of -1 bytes",
        "DELTA_BYTE_ARRAY, 8001 04 01 00 8001 04 ffffffff0f 00, more values than it says",
        "DELTA_BYTE_ARRAY, 8001 04 05 00, ends within its values"
    })
    void refusesWhatCanNotBe(Encoding encoding, String hex, String reason) {
        assertThatThrownBy(() -> check(encoding, hex))
                .isInstanceOf(Damaged.class)
                .hasMessageContaining(reason);
    }

    private static void check(Encoding encoding, String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        new PageCheck(new PageMemory(1 << 20), 20).values(ByteBuffer.wrap(bytes), encoding);
    }
}
