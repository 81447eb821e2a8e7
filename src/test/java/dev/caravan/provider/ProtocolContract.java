package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every provider protocol must do. A new protocol extends this and gives one good result line. */
public abstract class ProtocolContract {
    protected static final ObjectMapper JSON = new ObjectMapper();
    protected static final String ID = "ck3f9a20-1z-1";

    protected abstract Protocol protocol();

    /** A whole result line for {@link #ID} at this endpoint. */
    protected abstract String goodLine(String endpoint);

    /** Whether every request names the model; where the batch alone does, lines don't. */
    protected boolean namesTheModel() {
        return true;
    }

    /** A shape that the protocol can write requests for, where {@link #shape} does not say enough. */
    protected RequestShape writable(String endpoint) {
        return shape(endpoint);
    }

    protected static RequestShape shape(String endpoint) {
        return new RequestShape(endpoint, "small-1", null, Map.of(), null, "answer");
    }

    protected static PromptWriter prompt(String system, String user) {
        return new PromptWriter() {
            @Override
            public boolean hasSystem() {
                return !system.isEmpty();
            }

            @Override
            public void system(OutputStream out) throws IOException {
                out.write(system.getBytes(UTF_8));
            }

            @Override
            public void user(OutputStream out) throws IOException {
                out.write(user.getBytes(UTF_8));
            }
        };
    }

    protected String line(RequestShape shape, PromptWriter prompt) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        protocol().requests(shape).write(ID, prompt, out);
        return out.toString(UTF_8);
    }

    protected ProviderResult read(String endpoint, String line) {
        byte[] padded = ("##" + line + "##").getBytes(UTF_8);
        return protocol().results(shape(endpoint)).read(padded, 2, padded.length - 2);
    }

    @Test
    void writesOneLineOfJsonWithTheCustomIdAndTheModelForEveryEndpoint() throws IOException {
        for (String endpoint : protocol().endpoints().keySet()) {
            String line = line(writable(endpoint), prompt("", "Say \\\"hi\\\"\\n to Zoë 🐫"));
            assertThat(line).endsWith("\n").containsOnlyOnce("\n").contains(ID);
            assertThat(line.contains("small-1")).isEqualTo(namesTheModel());
            JsonNode tree = JSON.readTree(line);
            assertThat(tree.findValuesAsText("content").toString()
                            + tree.findValuesAsText("input")
                            + tree.findValuesAsText("text")
                            + tree.findValuesAsText("inputText"))
                    .contains("Say \"hi\"\n to Zoë 🐫");
        }
    }

    @Test
    void refusesAnEndpointItDoesNotKnow() {
        assertThatThrownBy(() -> protocol().requests(shape("/v1/dreams")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"/v1/dreams\"");
    }

    @Test
    void readsAGoodLine() {
        for (String endpoint : protocol().endpoints().keySet()) {
            ProviderResult result = read(endpoint, goodLine(endpoint));
            assertThat(result.customId()).isEqualTo(ID);
            assertThat(result.outcome()).isEqualTo(Outcome.OK);
            assertThat(result.code()).isEqualTo("ok");
            assertThat(result.answer()).isNotBlank();
        }
    }

    @Test
    void neverThrowsWhateverALineHolds() {
        Random random = new Random(7);
        for (String endpoint : protocol().endpoints().keySet()) {
            byte[] good = goodLine(endpoint).getBytes(UTF_8);
            for (int length = 0; length < good.length; length++) {
                assertThat(protocol()
                                .results(shape(endpoint))
                                .read(good, 0, length)
                                .outcome())
                        .isEqualTo(Outcome.TRANSIENT);
            }
            for (int round = 0; round < 2000; round++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
                assertThat(protocol().results(shape(endpoint)).read(bad, 0, bad.length))
                        .isNotNull();
            }
        }
    }

    @Test
    void keepsTheCustomIdOfABrokenLine() {
        for (String endpoint : protocol().endpoints().keySet()) {
            String good = goodLine(endpoint);
            ProviderResult result = read(endpoint, good.substring(0, good.length() - 1));
            assertThat(result.customId()).isEqualTo(ID);
            assertThat(result.code()).isEqualTo("unreadable_line");
        }
    }
}
