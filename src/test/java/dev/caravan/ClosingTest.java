package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.support.GenericApplicationContext;

class ClosingTest {
    @Test
    void whatHangsIsGivenUp() {
        CountDownLatch overdue = new CountDownLatch(1);
        GenericApplicationContext context = context(() -> overdue.await(1, TimeUnit.MINUTES));
        new Closing(Duration.ofMillis(50), overdue::countDown).run(context::close);
        assertThat(overdue.getCount()).isZero();
        assertThat(context.isActive()).isFalse();
    }

    @Test
    void whatEndsInTimeIsNot() {
        AtomicInteger overdue = new AtomicInteger();
        GenericApplicationContext context = context(() -> {});
        new Closing(Duration.ofMinutes(1), overdue::incrementAndGet).run(context::close);
        assertThat(context.isActive()).isFalse();
        assertThat(overdue.get()).isZero();
    }

    private static GenericApplicationContext context(DisposableBean bean) {
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean("ends", DisposableBean.class, () -> bean);
        context.refresh();
        return context;
    }
}
