package dev.caravan.intake.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/** Dates and times as ISO 8601 writes them: with Z where they are instants, without where they are local. */
final class Times {
    /** The day 1970-01-01, as Julian days are counted. */
    private static final long EPOCH = 2_440_588;

    private Times() {}

    static String date(long days) {
        return LocalDate.ofEpochDay(days).toString();
    }

    static String timeOfDay(long value, TimeUnit unit) {
        long nanos = Math.multiplyExact(value, nanos(unit));
        return DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos));
    }

    static String timestamp(long value, TimeUnit unit, boolean utc) {
        long perSecond = 1_000_000_000L / nanos(unit);
        Instant instant =
                Instant.ofEpochSecond(Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanos(unit));
        return utc
                ? DateTimeFormatter.ISO_INSTANT.format(instant)
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    /** Nanoseconds of the day and a Julian day, as older programs write instants. */
    static String int96(ByteBuffer value) {
        ByteBuffer parts = value.order(ByteOrder.LITTLE_ENDIAN);
        long nanos = parts.getLong();
        long day = parts.getInt() - EPOCH;
        return DateTimeFormatter.ISO_INSTANT.format(
                Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(nanos));
    }

    private static long nanos(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000_000L;
            case MICROS -> 1_000L;
            case NANOS -> 1L;
        };
    }
}
