package dev.caravan.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;

/** The clock of the machine, which a test may put forward for Caravan alone. */
final class MovedClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    /** Puts it in the place of the clock that Caravan has by itself. */
    void wind(SpringApplication caravan) {
        caravan.addInitializers(context -> context.addBeanFactoryPostProcessor(factory -> {
            var beans = (DefaultListableBeanFactory) factory;
            beans.removeBeanDefinition("clock");
            beans.registerSingleton("clock", this);
        }));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
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
