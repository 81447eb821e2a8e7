package dev.caravan.provider.bedrock;

import dev.caravan.model.Models;
import dev.caravan.provider.CallObserver;
import dev.caravan.provider.SilentCredentials;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BedrockConfiguration {

    /** The name that routes call it by. Closed with its clients when Caravan stops. */
    @Bean
    BedrockConversation bedrock(
            Clock clock,
            Models models,
            ObjectProvider<CallObserver> observers,
            ObjectProvider<SilentCredentials> silent,
            LongSupplier nanoTime) {
        BedrockFailures failures = new BedrockFailures(clock);
        CallObserver all = call -> observers.orderedStream().forEach(one -> one.ended(call));
        SilentCredentials none = name -> silent.orderedStream().anyMatch(one -> one.isSilent(name));
        return new BedrockConversation(
                new AwsAccounts(models, credential -> new JobTimes(credential, failures, all, none, nanoTime)),
                failures);
    }
}
