package dev.caravan.provider.anthropic;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AnthropicConfiguration {
    /** The name that routes call it by. */
    @Bean
    AnthropicConversation anthropic(Clock clock) {
        return new AnthropicConversation(clock);
    }
}
