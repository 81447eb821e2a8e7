package dev.caravan.console;

import dev.caravan.batch.BoundTasks;
import dev.caravan.intake.CurrentRecipes;
import dev.caravan.ledger.TestClock;
import dev.caravan.provider.ProviderDates;
import dev.caravan.restore.Restored;
import dev.caravan.spool.SpoolOwner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** The stages of a {@link Workshop}. Not annotated as a configuration: a whole Caravan in another test would find it, and have two clocks. */
@ComponentScan(
        basePackages = {
            "dev.caravan.ledger",
            "dev.caravan.config",
            "dev.caravan.spool",
            "dev.caravan.bucket",
            "dev.caravan.model",
            "dev.caravan.setup",
            "dev.caravan.task",
            "dev.caravan.provider",
            "dev.caravan.validation",
            "dev.caravan.restore",
            "dev.caravan.intake",
            "dev.caravan.batch",
            "dev.caravan.review",
            "dev.caravan.rerun",
            "dev.caravan.realtime",
            "dev.caravan.sample",
            "dev.caravan.costs",
            "dev.caravan.audit",
            "dev.caravan.retention"
        },
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.ANNOTATION, classes = Configuration.class))
class WorkshopStages {
    @Bean
    TestClock clock() {
        return new TestClock();
    }

    @Bean
    LongSupplier nanoTime(TestClock clock) {
        return () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    @Bean
    ProviderDates providerDates(LongSupplier nanoTime, Clock clock) {
        ProviderDates dates = new ProviderDates(nanoTime);
        dates.heard(DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
        return dates;
    }

    @Bean
    Restored restored(SpoolOwner owner) {
        return new Restored(owner);
    }

    @Bean
    Workshop.Providers providers() {
        return new Workshop.Providers();
    }

    @Bean
    CurrentRecipes currentRecipes(BoundTasks tasks) {
        return tasks::recipeOf;
    }
}
