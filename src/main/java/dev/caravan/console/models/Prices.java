package dev.caravan.console.models;

import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Prices as pages show them: US dollars per million tokens, in batches. */
final class Prices {
    private Prices() {}

    static String usd(double dollars) {
        return "$" + BigDecimal.valueOf(dollars).stripTrailingZeros().toPlainString();
    }

    /** Empty if nobody wrote it into providers.yaml. */
    static String of(@Nullable ModelFacts facts) {
        if (facts == null || facts.price().equals(Price.FREE)) {
            return "";
        }
        Price price = facts.price();
        return usd(price.input()) + " in, "
                + (price.cachedInput() == price.input() ? "" : usd(price.cachedInput()) + " cached, ")
                + usd(price.output()) + " out";
    }
}
