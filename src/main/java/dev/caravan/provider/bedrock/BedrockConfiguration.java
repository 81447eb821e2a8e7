package dev.caravan.provider.bedrock;

import dev.caravan.model.Models;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BedrockConfiguration {

    /** The name that routes call it by. Closed with its clients when Caravan stops. */
    @Bean
    BedrockConversation bedrock(Clock clock, Models models) {
        return new BedrockConversation(new AwsAccounts(models), new BedrockFailures(clock));
    }
}
