package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class CamelVaultTest {
    private final Map<String, String> shelf = new ConcurrentHashMap<>(Map.of("openai", " sk-one\n", "blank", " "));
    private Instant now = Instant.parse("2026-11-20T08:00:00Z");
    private DefaultCamelContext camel;
    private CamelVault vault;

    /** A property function as the libraries of vaults bring them. */
    private final class Shelf implements PropertiesFunction {
        @Override
        public String getName() {
            return "shelf";
        }

        @Override
        public String apply(String name) {
            return shelf.get(name);
        }
    }

    @BeforeEach
    void start() {
        camel = new DefaultCamelContext();
        camel.getPropertiesComponent().addPropertiesFunction(new Shelf());
        camel.start();
        var beans = new StaticListableBeanFactory(Map.of("camel", camel));
        vault = new CamelVault(beans.getBeanProvider(CamelContext.class), () -> now);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void findsASecretAndSeesANewOneAfterAMinute() {
        assertThat(vault.secret("{{shelf:openai}}")).isEqualTo("sk-one");
        shelf.put("openai", "sk-two");
        now = now.plusSeconds(59);
        assertThat(vault.secret("{{shelf:openai}}")).isEqualTo("sk-one");
        now = now.plusSeconds(1);
        assertThat(vault.secret("{{shelf:openai}}")).isEqualTo("sk-two");
    }

    @Test
    void namesTheSecretThatIsNotThere() {
        assertThatThrownBy(() -> vault.secret("{{shelf:gone}}"))
                .hasMessageStartingWith("The secret {{shelf:gone}} was not found.");
        assertThatThrownBy(() -> vault.secret("{{nowhere:openai}}"))
                .hasMessageStartingWith(
                        "The secret {{nowhere:openai}} was not found. Its vault is a Camel property function");
        assertThatThrownBy(() -> vault.secret("{{shelf:blank}}")).hasMessage("The secret {{shelf:blank}} is empty");
    }
}
