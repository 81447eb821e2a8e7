package dev.caravan.console;

import dev.caravan.batch.Reason;
import java.util.List;
import java.util.Locale;

/**
 * Why something is not further, as pages show it.
 *
 * @param why the code, which docs/troubleshooting.md has
 * @param until ISO, empty if no time is known
 */
public record Waits(String why, String text, String until, String act) {

    public static List<Waits> of(List<Reason> reasons) {
        return reasons.stream()
                .map(one -> new Waits(
                        one.why().name().toLowerCase(Locale.ROOT),
                        one.text().substring(0, 1).toUpperCase(Locale.ROOT)
                                + one.text().substring(1),
                        one.until() == null ? "" : one.until().toString(),
                        one.act()))
                .toList();
    }
}
