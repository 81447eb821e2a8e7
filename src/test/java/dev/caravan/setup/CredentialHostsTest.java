package dev.caravan.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialHostsTest {
    private static final String USUAL = "https://api.openai.com/v1";

    private final CredentialHosts hosts = new CredentialHosts(
            OutgoingHosts.read(List.of("*.openai.azure.com", "127.0.0.1", "10.1.0.0/16"), new Problems()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.openai.com/v2",
                "https://my-resource.openai.azure.com/openai/v1",
                "http://127.0.0.1:8080/v1",
                "https://10.1.2.3/v1"
            })
    void goesToTheProviderItselfAndToHostsThatAreNamed(String url) {
        assertThat(hosts.problem(url, USUAL)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/v1",
                "https://openai.azure.com.evil.example/v1",
                "http://api.openai.com/v1",
                "http://my-resource.openai.azure.com/openai/v1",
                "http://10.1.2.3/v1",
                "http://localhost:8080/v1",
                "https://169.254.169.254/latest",
                "https://[::1]/v1",
                "https://2852039166/latest",
                "https://api.openai.com:8443/v1",
                "https://user:word@my-resource.openai.azure.com/",
                "https://my-resource.openai.azure.com/?x=1",
                "https://my-resource.openai.azure.com/#x",
                "ftp://my-resource.openai.azure.com/",
                "https:///v1",
                "my-resource.openai.azure.com",
                "https://a b/"
            })
    void goesNowhereElse(String url) {
        assertThat(hosts.problem(url, USUAL)).isNotBlank();
    }

    @Test
    void saysWhoCanAllowAHost() {
        assertThat(hosts.problem("https://litellm.example/v1", USUAL))
                .isEqualTo(
                        "litellm.example is not in caravan.outgoing.hosts. Whoever runs Caravan names the hosts there that"
                                + " credentials made over HTTP may be for (*.openai.azure.com)");
    }
}
