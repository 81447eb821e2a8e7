package dev.caravan.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Figures as pages show them. */
public final class Figures {
    private static final List<String> UNITS = List.of("bytes", "KB", "MB", "GB", "TB");

    private Figures() {}

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Counts in thousands: 1 KB is 1,000 bytes. */
    public static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 999.5 && unit < UNITS.size() - 1) {
            size /= 1000;
            unit++;
        }
        String digits = unit == 0 || size >= 99.95 ? "%,.0f " : "%.1f ";
        return String.format(Locale.ROOT, digits, size) + UNITS.get(unit);
    }

    /** Says 0 % and 100 % only of none and all; empty if there is nothing it could be a part of. */
    public static String percent(long part, long whole) {
        if (whole <= 0) {
            return "";
        }
        double percent = 100.0 * part / whole;
        if (part > 0 && percent < 0.1) {
            return "< 0.1 %";
        }
        if (part < whole && percent > 99.9) {
            return "> 99.9 %";
        }
        return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%.0f %%" : "%.1f %%", percent);
    }

    /** A state or a kind in words: {@code review required}. In addresses and over HTTP it is {@code review_required}. */
    public static String words(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How long ago it was, in its two largest units; 0 s if it is still to come. */
    public static String age(Instant from, Instant to) {
        return duration(Duration.between(from, to));
    }

    /** In its two largest units; 0 s if it is negative. */
    public static String duration(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : Math.max(0, time.toSeconds()) + " s";
    }
}
