package dev.caravan.provider.mistral;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MistralConfiguration {

    /** The name that routes call it by. */
    @Bean
    MistralConversation mistral(Clock clock) {
        return new MistralConversation(new MistralFailures(clock));
    }
}
