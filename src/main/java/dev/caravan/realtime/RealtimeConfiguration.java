package dev.caravan.realtime;

import dev.caravan.batch.Breakers;
import dev.caravan.batch.SingleRecords;
import dev.caravan.batch.Standstill;
import dev.caravan.batch.UsageObserver;
import dev.caravan.ledger.AfterDeath;
import dev.caravan.ledger.Ledger;
import dev.caravan.provider.Protocols;
import dev.caravan.realtime.RealTimeCalls.Patience;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what controllers use. */
@Configuration(proxyBeanMethods = false)
class RealtimeConfiguration {

    @Bean
    RealTimeCalls realTimeCalls(
            Ledger ledger,
            Protocols protocols,
            Conversation conversation,
            Breakers breakers,
            Standstill standstill,
            Clock clock,
            LongSupplier nanoTime,
            ObjectProvider<UsageObserver> observers,
            @Value("${caravan.realtime.timeout:60s}") Duration timeout,
            @Value("${caravan.realtime.concurrency:8}") int concurrency) {
        Slots slots = new Slots(concurrency, nanoTime);
        return new RealTimeCalls(
                Purses.open(
                        ledger,
                        (task, model, usage) -> observers.orderedStream().forEach(one -> one.used(task, model, usage))),
                protocols,
                conversation,
                new Troubles(standstill, clock, breakers, slots, new Failing(nanoTime)),
                slots,
                new Patience(timeout, nanoTime));
    }

    @Bean
    AfterDeath callsOfTheDead(Ledger ledger) {
        return () -> Purses.tellAbandoned(ledger);
    }

    @Bean
    TaskCalls taskCalls(SingleRecords records, RealTimeCalls calls) {
        return new TaskCalls(records, calls);
    }
}
