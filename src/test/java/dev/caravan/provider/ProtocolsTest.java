package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.provider.openai.OpenAiProtocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
    private final Protocols protocols = new Protocols(List.of(new OpenAiProtocol()));

    @Test
    void findsAProtocolByItsName() {
        assertThat(protocols.get("openai").name()).isEqualTo("openai");
        assertThat(protocols.names()).containsExactly("openai");
    }

    @Test
    void namesTheKnownProtocolsForAnUnknownOne() {
        assertThatThrownBy(() -> protocols.get("opnai"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown provider protocol \"opnai\". Known: openai");
    }

    @Test
    void refusesTwoProtocolsOfOneName() {
        assertThatThrownBy(() -> new Protocols(List.of(new OpenAiProtocol(), new OpenAiProtocol())))
                .hasMessage("Two provider protocols are named \"openai\"");
    }
}
