package dev.caravan.console;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts as pages show them. */
public final class Money {
    private Money() {}

    /** @param micros millionths of a US dollar */
    public static String usd(long micros) {
        BigDecimal usd = BigDecimal.valueOf(micros, 6);
        int digits = micros >= 1_000_000 ? 2 : 6;
        BigDecimal shown = usd.setScale(digits, RoundingMode.HALF_UP);
        return "$" + (digits == 2 ? shown : shown.stripTrailingZeros()).toPlainString();
    }
}
