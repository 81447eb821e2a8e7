package dev.caravan.provider.vertex;

import dev.caravan.model.Models;
import dev.caravan.provider.google.GoogleFailures;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VertexConfiguration {

    /** Tokens for every provider that authenticates with Google. */
    @Bean
    GoogleAccess googleAccess() {
        return new GoogleAccess();
    }

    /** The name that routes call it by. */
    @Bean
    VertexConversation vertex(Clock clock, Models models, GoogleAccess access) {
        return new VertexConversation(new GoogleFailures(clock), new Buckets(models, access));
    }
}
