package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.ExchangeBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What Caravan learns of the models of an account, on every provider. */
public abstract class ModelsOnTrial extends ProviderOnTrial {
    @Test
    void listsTheModelsOfTheAccount() {
        var inquiry =
                new ModelInquiry(rig().bean(Protocols.class).get(protocol()).name(), baseUrl(), "trial", settings());
        var exchange = ExchangeBuilder.anExchange(rig().camel()).build();
        exchange.setVariable("inquiry", inquiry);
        rig().camel().createProducerTemplate().send("direct:" + protocol() + "-models", exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(inquiry.failure()).isNull();
        assertThat(inquiry.names()).contains(chatModel());
    }

    @Test
    void asksAtItsStartWhichModelsThereAre() {
        ModelLists lists = rig().bean(ModelLists.class);
        if (rig().bean(Protocols.class).get(protocol()).listsModels(settings())) {
            ModelList list = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> lists.of("trial"), Optional::isPresent)
                    .orElseThrow();
            assertThat(VanishedModels.in(list, models().models().values())).isEmpty();
        } else {
            assertThat(lists.due()).isEmpty();
        }
    }

    private String protocol() {
        return models().credentials().get("trial").provider().protocol();
    }

    private String baseUrl() {
        return models().credentials().get("trial").baseUrl();
    }

    private Map<String, String> settings() {
        return models().credentials().get("trial").settings();
    }

    private dev.caravan.model.Models models() {
        return rig().bean(dev.caravan.model.Models.class);
    }
}
