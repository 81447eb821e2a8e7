package dev.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingHostsTest {
    private final Problems problems = new Problems();

    private OutgoingHosts hosts(String... texts) {
        return OutgoingHosts.read(List.of(texts), problems);
    }

    @Test
    void knowsHostsByNameAndByWhatTheyAreBelow() {
        OutgoingHosts hosts = hosts("hooks.example", "*.corp.example");
        assertThat(hosts.names("Hooks.Example.")).isTrue();
        assertThat(hosts.names("a.b.corp.example")).isTrue();
        for (String other : List.of("corp.example", "evilcorp.example", "hooks.example.evil", "xhooks.example", "")) {
            assertThat(hosts.names(other)).as(other).isFalse();
        }
        assertThat(problems.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.5.4",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.2.7",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fd00:ec2::254",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001:db8::1",
                "ff02::1"
            })
    void noConnectionIsMadeToWhatIsNotPublicUnlessItIsNamed(String address) throws Exception {
        InetAddress inside = InetAddress.getByName(address);
        assertThat(hosts("*.example").allows(inside)).isFalse();
        assertThat(hosts(address).allows(inside)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:2800:220:1::1"})
    void aPublicAddressNeedsNoName(String address) throws Exception {
        assertThat(hosts("hooks.example").allows(InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void namesRangesOfAddresses() throws Exception {
        OutgoingHosts hosts = hosts("10.1.0.0/16", "fd00::/8");
        assertThat(hosts.allows(InetAddress.getByName("10.1.255.1"))).isTrue();
        assertThat(hosts.allows(InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(hosts.allows(InetAddress.getByName("fd12::1"))).isTrue();
        assertThat(hosts.names("10.1.7.7")).isTrue();
        assertThat(hosts.names("[fd12::1]")).isTrue();
        assertThat(hosts.names("10.2.7.7")).isFalse();
    }

    @Test
    void saysWhichEntriesAreNoHosts() {
        hosts("https://hooks.example", "10.0.0.0/33", "a b", "*", "10.0.0", "ok.example");
        assertThat(problems.sorted())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "\"https://hooks.example\" is no host",
                        "\"10.0.0.0/33\" is no host",
                        "\"a b\" is no host",
                        "\"*\" is no host",
                        "\"10.0.0\" is no host");
    }
}
