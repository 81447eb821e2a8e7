package dev.caravan.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;

/**
 * A wall clock and a monotonic one that run so many times as fast as those of the machine: every wait of Caravan is as long
 * as it is shipped, and takes a fraction of the time. Connections and simulators live in real time.
 */
final class FastClock extends Clock {
    private final int times;
    private final long began = System.nanoTime();
    private final Instant from = Instant.now();

    FastClock(int times) {
        this.times = times;
    }

    long nanos() {
        return (System.nanoTime() - began) * times;
    }

    /** Puts both in the place of those that Caravan has by itself. */
    void wind(SpringApplication caravan) {
        caravan.addInitializers(context -> context.addBeanFactoryPostProcessor(factory -> {
            var beans = (DefaultListableBeanFactory) factory;
            beans.removeBeanDefinition("clock");
            beans.removeBeanDefinition("nanoTime");
            beans.registerSingleton("clock", this);
            LongSupplier nanos = this::nanos;
            beans.registerSingleton("nanoTime", nanos);
        }));
    }

    @Override
    public Instant instant() {
        return from.plus(Duration.ofNanos(nanos()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
