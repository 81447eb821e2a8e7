package dev.caravan.provider.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.PlainResult;
import dev.caravan.provider.ProviderResult;
import dev.caravan.testkit.JsonMutations;
import dev.caravan.testkit.Mutations;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast reader of usual lines finds what the reader of all lines finds, or nothing. */
class PlainLineTest {
    private static final int CASES = 40_000;

    private static final String SPACED = "{\"id\": \"batch_req_1\", \"custom_id\": \"cabcdef1-1-1\", \"response\":"
            + " {\"status_code\": 200, \"request_id\": \"req_1\", \"body\": {\"id\": \"chatcmpl-1\", \"object\":"
            + " \"chat.completion\", \"created\": 1711652795, \"model\": \"gpt-4o-mini-2024\", \"choices\": [{\"index\":"
            + " 0, \"message\": {\"role\": \"assistant\", \"content\": \"{\\\"a\\\": \\\"caf\\u00e9 é 😀 \\ud83d\\ude00\\\","
            + " \\\"b\\\": [1, -2.5e3]}\\n\", \"refusal\": null}, \"logprobs\": null, \"finish_reason\": \"stop\"}],"
            + " \"usage\": {\"prompt_tokens\": 24, \"completion_tokens\": 15, \"total_tokens\": 39,"
            + " \"prompt_tokens_details\": {\"cached_tokens\": 7, \"audio_tokens\": 0},"
            + " \"completion_tokens_details\": {\"reasoning_tokens\": 5}}, \"system_fingerprint\": null}}, \"error\": null}";
    private static final String COMPACT =
            "{\"custom_id\":\"c-2\",\"response\":{\"status_code\":200,\"body\":{\"choices\":"
                    + "[{\"message\":{\"content\":\"plain\"},\"finish_reason\":\"length\"},{\"message\":{\"content\":\"second\"}}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":0,\"prompt_tokens_details\":null}}},\"error\":null}";
    private static final String EMPTY = "{\"error\":null,\"custom_id\":\"\",\"response\":{\"body\":{\"choices\":[],"
            + "\"model\":\"m\",\"x\":[[],{},true,false,-0.5,0]},\"status_code\":500}}";

    private final ChatResults results = new ChatResults(false);

    @ParameterizedTest
    @ValueSource(strings = {SPACED, COMPACT, EMPTY, "{}"})
    void readsUsualLines(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        assertThat(PlainLine.read(bytes, 0, bytes.length, true)).isNotNull();
        assertThat(results.read(bytes, 0, bytes.length)).isEqualTo(results.readAny(bytes, 0, bytes.length));
    }

    @Test
    void readsALineInTheMiddleOfItsBuffer() {
        byte[] bytes = ("}\n" + SPACED + "\n{").getBytes(UTF_8);
        ProviderResult result = results.read(bytes, 2, bytes.length - 2);
        assertThat(result.answer()).isEqualTo("{\"a\": \"café é 😀 😀\", \"b\": [1, -2.5e3]}\n");
        assertThat(result.customId()).isEqualTo("cabcdef1-1-1");
        assertThat(result.requestId()).isEqualTo("req_1");
        assertThat(result.model()).isEqualTo("gpt-4o-mini-2024");
        assertThat(result.tokens()).isEqualTo(new ProviderResult.Tokens(24, 7, 15, 5));
    }

    @Test
    void givesAWholeAnswerInBytes() {
        byte[] bytes = SPACED.getBytes(UTF_8);
        PlainResult answer = results.readPlain(bytes, 0, bytes.length);
        assertThat(answer).isNotNull();
        assertThat(answer.text()).isEqualTo("{\"a\": \"café é 😀 😀\", \"b\": [1, -2.5e3]}\n");
        assertThat(answer.customId()).isEqualTo("cabcdef1-1-1");
        assertThat(answer.tokens()).isEqualTo(new ProviderResult.Tokens(24, 7, 15, 5));
    }

    /** What is cut off, failed or says less is no whole answer, and half a pair is no text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                COMPACT,
                EMPTY,
                "{\"response\":{\"status_code\":200,\"body\":{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}}}",
                "{\"custom_id\":\"c\",\"response\":{\"status_code\":429,\"body\":{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}}}",
                "{\"custom_id\":\"c\",\"response\":{\"status_code\":200,\"body\":{\"choices\":[{\"message\":{\"content\":\"\\ud83d\"},\"finish_reason\":\"stop\"}]}}}",
                "{\"custom_id\":\"c\",\"response\":{\"status_code\":200,\"body\":{\"choices\":[{\"message\":{\"content\":\"\\ude00\\ud83d\"},\"finish_reason\":\"stop\"}]}}}"
            })
    void givesNothingElseInBytes(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        assertThat(results.readPlain(bytes, 0, bytes.length)).isNull();
    }

    /** What a model thought aloud has to be cut off. */
    @Test
    void givesNoBytesWhereThoughtsAreTakenOut() {
        byte[] bytes = SPACED.getBytes(UTF_8);
        assertThat(new ChatResults(true).readPlain(bytes, 0, bytes.length)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}{}",
                "{\"custom_id\":\"a\",\"custom_id\":\"b\"}",
                "{\"custom_id\":7}",
                "{\"error\":{\"code\":\"x\"}}",
                "{\"response\":{\"status_code\":\"200\"}}",
                "{\"response\":{\"status_code\":0200}}",
                "{\"response\":{\"choices\":[]}}",
                "{\"response\":{\"status_code\":200,\"body\":{\"output\":[]}}}",
                "{\"response\":{\"status_code\":200,\"body\":{\"usage\":{\"input_tokens\":1}}}}",
                "{\"response\":{\"status_code\":200,\"body\":{\"choices\":[{\"message\":{\"content\":null}}]}}}",
                "{\"response\":{\"status_code\":200,\"body\":{\"choices\":[{\"message\":{\"refusal\":\"no\"}}]}}}",
                "{\"x\":01}",
                "{\"x\":1.}",
                "{\"x\":nul}",
                "{\"x\":\"\\x\"}",
                "{\"\\u0078\":1}",
                "{\"x\":1 2}",
                "\uFEFF{}"
            })
    void leavesEverythingElseToTheOtherReader(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        assertThat(PlainLine.read(bytes, 0, bytes.length, true)).isNull();
        assertThat(results.read(bytes, 0, bytes.length)).isEqualTo(results.readAny(bytes, 0, bytes.length));
    }

    @Test
    void leavesWhatIsLongToTheOtherReader() {
        byte[] deep = ("{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}").getBytes(UTF_8);
        byte[] name = ("{\"" + "x".repeat(300) + "\":1}").getBytes(UTF_8);
        byte[] line = ("{\"x\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8);
        assertThat(PlainLine.read(deep, 0, deep.length, true)).isNull();
        assertThat(PlainLine.read(name, 0, name.length, true)).isNull();
        assertThat(PlainLine.read(line, 0, line.length, true)).isNull();
    }

    @Test
    void findsTheSameInDamagedLines() {
        var random = new Random(11);
        var values = new JsonMutations(random);
        var damage = new Mutations(random);
        List<String> lines = List.of(SPACED, COMPACT, EMPTY);
        int plain = 0;
        int answers = 0;
        for (int i = 0; i < CASES; i++) {
            String line = lines.get(random.nextInt(lines.size()));
            byte[] bytes = i % 2 == 0
                    ? values.of(line).getBytes(UTF_8)
                    : damage.of(line.getBytes(UTF_8)).bytes();
            if (PlainLine.read(bytes, 0, bytes.length, true) != null) {
                plain++;
                assertThat(results.read(bytes, 0, bytes.length))
                        .as("case %d: %s", i, new String(bytes, UTF_8))
                        .isEqualTo(results.readAny(bytes, 0, bytes.length));
            }
            PlainResult answer = results.readPlain(bytes, 0, bytes.length);
            if (answer != null) {
                answers++;
                ProviderResult same = results.readAny(bytes, 0, bytes.length);
                assertThat(same.outcome()).isEqualTo(Outcome.OK);
                assertThat(answer.customId()).isEqualTo(same.customId());
                assertThat(answer.text()).isEqualTo(same.answer());
                assertThat(answer.tokens()).isEqualTo(same.tokens());
            }
        }
        assertThat(plain).isBetween(CASES / 20, CASES - CASES / 20);
        assertThat(answers).isBetween(CASES / 40, plain);
    }
}
