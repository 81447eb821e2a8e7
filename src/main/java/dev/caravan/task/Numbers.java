package dev.caravan.task;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers that can be calculated with, and written out, in little time and space. {@code 1e999999999} can't. */
final class Numbers {
    private static final int MOST_DIGITS = 1_000;

    private Numbers() {}

    static boolean isSane(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
    }

    static boolean isSane(String number) {
        // Hexadecimal literals have no exponent.
        return number.startsWith("0x") || number.startsWith("0X")
                ? number.length() <= MOST_DIGITS
                : of(number).isPresent();
    }

    /** Empty for what is no plain number, or none of a sane size. */
    static Optional<BigDecimal> of(String text) {
        if (text.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text.strip())).filter(Numbers::isSane);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
