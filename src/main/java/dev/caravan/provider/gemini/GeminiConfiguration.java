package dev.caravan.provider.gemini;

import dev.caravan.provider.google.GoogleFailures;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GeminiConfiguration {

    /** The name that routes call it by. */
    @Bean
    GeminiConversation gemini(Clock clock) {
        return new GeminiConversation(new GoogleFailures(clock));
    }
}
