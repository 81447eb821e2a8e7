package dev.caravan.ledger;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of tries, which creates carry as labels: {@code <ledger><epoch>-<batch>-<try>}. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("([0-9a-z]+)-(\\d{1,18})-(\\d{1,9})");

    private Tokens() {}

    static String of(String instance, long batchId, int tryNo) {
        return instance + "-" + batchId + "-" + tryNo;
    }

    /** Empty for a label that this ledger did not make in this epoch. */
    static Optional<Twins.Origin> parse(String instance, @Nullable String token) {
        Matcher found = TOKEN.matcher(token == null ? "" : token);
        return found.matches() && found.group(1).equals(instance)
                ? Optional.of(new Twins.Origin(Long.parseLong(found.group(2)), Integer.parseInt(found.group(3))))
                : Optional.empty();
    }
}
