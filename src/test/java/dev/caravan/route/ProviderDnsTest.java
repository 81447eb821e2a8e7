package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Problems;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code localhost} stands for any name that whoever has its DNS lets lead inside. */
class ProviderDnsTest {

    private static ProviderDns dns(Set<String> ofFiles, String... hosts) {
        return new ProviderDns(ofFiles, OutgoingHosts.read(List.of(hosts), new Problems()));
    }

    @Test
    void whatTheFilesNameIsFoundWhereverItIs() throws UnknownHostException {
        assertThat(dns(Set.of("localhost")).resolve("LocalHost")).contains(InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void whatWasNamedOverHttpMustBeAllowedByNameAndByAddress() throws UnknownHostException {
        assertThatThrownBy(() -> dns(Set.of("api.example")).resolve("localhost"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("localhost is not in caravan.outgoing.hosts; nothing was sent");
        assertThatThrownBy(() -> dns(Set.of(), "localhost").resolve("localhost"))
                .hasMessageContaining("which is no public address");
        assertThat(dns(Set.of(), "localhost", "127.0.0.1").resolve("localhost"))
                .containsExactly(InetAddress.getByName("127.0.0.1"));
    }
}
