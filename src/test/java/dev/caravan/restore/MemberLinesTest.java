package dev.caravan.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Assembly.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemberLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final MemberLines lines = new MemberLines(out);

    @Test
    void writesALineForEachMember() throws IOException {
        lines.add(new Identity(1, 2, 0, "T-1", 35));
        lines.add(new Identity(Long.MAX_VALUE, Integer.MAX_VALUE, 7, "a \"b\" \\ é", Long.MIN_VALUE));
        lines.flush();
        assertThat(out.toString(UTF_8))
                .isEqualTo("[1,2,0,\"T-1\",\"z\"]\n"
                        + "[9223372036854775807,2147483647,7,\"a \\\"b\\\" \\\\ é\",\"-1y2p0ij32e8e8\"]\n");
    }

    @Test
    void writesWhatJacksonWrites() throws IOException {
        var random = new Random(5);
        List<String> ids = List.of(
                "",
                "k",
                "漢字😀",
                "a\"b\\c",
                "\u0000\u001f\u007f\u0080",
                "/",
                "x".repeat(512),
                "é".repeat(40_000),
                "y".repeat(40_000));
        var expected = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            String id = random.nextInt(20) == 0 ? ids.get(random.nextInt(ids.size())) : "id-" + random.nextInt();
            var member = new Identity(
                    random.nextLong(),
                    random.nextInt(),
                    random.nextInt(3),
                    id,
                    random.nextLong() >> random.nextInt(64));
            lines.add(member);
            expected.append(JSON.writeValueAsString(new Object[] {
                        member.recordId(), member.attempt(), member.tries(), id, Long.toString(member.content(), 36)
                    }))
                    .append('\n');
        }
        lines.flush();
        assertThat(out.toString(UTF_8)).isEqualTo(expected.toString());
    }
}
