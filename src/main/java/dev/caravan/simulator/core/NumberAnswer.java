package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes numbers: what the text gives for the name, a degree of certainty, or the first number of the text. */
record NumberAnswer(UserText said) {
    private static final Pattern CERTAINTY = Pattern.compile(".*(confidence|score|probability|likelihood|certainty).*");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");
    private static final double DOUBTFUL = 0.05;

    JsonNode make(JsonNode schema, Place place, boolean whole) {
        int scale = whole ? 0 : 2;
        BigDecimal step = schema.path("multipleOf").isNumber()
                ? schema.path("multipleOf").decimalValue()
                : whole ? BigDecimal.ONE : new BigDecimal("0.01");
        BigDecimal low = bound(schema, "minimum", "exclusiveMinimum", step);
        BigDecimal high = bound(schema, "maximum", "exclusiveMaximum", step.negate());
        boolean certainty =
                CERTAINTY.matcher(place.name().toLowerCase(Locale.ROOT)).matches();
        Optional<BigDecimal> given = said.valueOf(place.name())
                .filter(value -> NUMBER.matcher(value).matches())
                .map(BigDecimal::new)
                .filter(value -> inside(value, low, high)
                        && (!whole || value.stripTrailingZeros().scale() <= 0));
        BigDecimal value;
        if (given.isPresent()) {
            return node(given.get(), whole);
        } else if (certainty) {
            BigDecimal from = low == null ? BigDecimal.ZERO : low;
            BigDecimal to = high == null ? from.add(BigDecimal.ONE) : high;
            value = from.add(to.subtract(from).multiply(certainty(place)));
        } else if (low != null && high != null) {
            BigDecimal part = BigDecimal.valueOf(Hash.fraction(said.raw(), place.path()));
            value = low.add(high.subtract(low).multiply(part));
        } else {
            value = said.firstNumber()
                    .map(BigDecimal::new)
                    .orElse(BigDecimal.valueOf(Hash.below(10, said.raw(), place.path())));
        }
        BigDecimal fitted = clamp(value.setScale(scale, RoundingMode.HALF_UP), low, high);
        if (schema.path("multipleOf").isNumber()) {
            fitted = clamp(fitted.divideToIntegralValue(step).multiply(step), low, high);
        }
        return node(fitted, whole);
    }

    /** One in twenty is unsure of itself, so that a review rule on it finds something. */
    private BigDecimal certainty(Place place) {
        double chance = Hash.fraction(said.raw(), place.path(), "sure");
        double spread = Hash.fraction(said.raw(), place.path(), "how sure");
        double value = chance < DOUBTFUL ? 0.4 + spread * 0.29 : 0.7 + spread * 0.29;
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.DOWN);
    }

    private static JsonNode node(BigDecimal value, boolean whole) {
        return whole ? LongNode.valueOf(value.longValue()) : DecimalNode.valueOf(value);
    }

    private static @Nullable BigDecimal bound(JsonNode schema, String inclusive, String exclusive, BigDecimal step) {
        if (schema.path(inclusive).isNumber()) {
            return schema.path(inclusive).decimalValue();
        }
        return schema.path(exclusive).isNumber()
                ? schema.path(exclusive).decimalValue().add(step)
                : null;
    }

    private static boolean inside(BigDecimal value, @Nullable BigDecimal low, @Nullable BigDecimal high) {
        return (low == null || value.compareTo(low) >= 0) && (high == null || value.compareTo(high) <= 0);
    }

    private static BigDecimal clamp(BigDecimal value, @Nullable BigDecimal low, @Nullable BigDecimal high) {
        BigDecimal raised = low == null ? value : value.max(low);
        return high == null ? raised : raised.min(high);
    }
}
