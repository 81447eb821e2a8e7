package dev.caravan.provider.openai;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OpenAiConfiguration {

    /** The name that routes call it by. */
    @Bean
    OpenAiConversation openai(Clock clock) {
        return new OpenAiConversation(new OpenAiFailures(clock));
    }
}
