package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialTest {

    private static boolean isUsable(Auth.Scheme scheme, Secret secret) {
        Wire wire = new Wire(new Auth(scheme, "Authorization"), Map.of(), Map.of(), Set.of());
        Provider provider = new Provider(
                "p",
                "openai",
                "https://p.example",
                new Limits(10, 1_000, 1_000),
                Polling.DEFAULT,
                Provider.DEFAULT_GRACE,
                Map.of(),
                "2026-11-20",
                wire,
                Map.of(),
                Provider.anything("p"));
        return new Credential("c", provider, provider.baseUrl(), secret).isUsable();
    }

    @Test
    void theIdentityOfTheMachineNeedsNoSecret() {
        assertThat(isUsable(Auth.Scheme.AWS, Secret.absent(""))).isTrue();
        assertThat(isUsable(Auth.Scheme.GOOGLE, Secret.absent(""))).isTrue();
        assertThat(isUsable(Auth.Scheme.BEARER, Secret.absent(""))).isFalse();
    }

    @Test
    void aSecretThatIsNamedMustBeThereAndOpen() {
        assertThat(isUsable(Auth.Scheme.BEARER, new Secret("s"))).isTrue();
        assertThat(isUsable(Auth.Scheme.BEARER, Secret.absent("KEY"))).isFalse();
        assertThat(isUsable(Auth.Scheme.GOOGLE, Secret.absent("KEY_FILE"))).isFalse();
        assertThat(isUsable(Auth.Scheme.NONE, Secret.closed("It can't be opened")))
                .isFalse();
    }
}
