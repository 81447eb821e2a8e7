package dev.caravan.console.models;

import dev.caravan.ledger.Setups.Kind;
import dev.caravan.setup.SetupDesk;
import dev.caravan.setup.Shown;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry comes from.
 *
 * @param place of the file that says it, as {@code file:line}; empty if people made it
 * @param madeBy who; empty if a file says it; times are ISO 8601
 */
record Origin(String place, String madeBy, String madeAt, String changedBy, String changedAt, List<Given> secrets) {

    /** A secret that is there: when, and by whom it was given. */
    record Given(String name, String by, String at) {}

    static Origin of(SetupDesk desk, Kind kind, String name) {
        return of(desk, kind, name, desk.find(kind, name).orElse(null));
    }

    /** @param shown what people made; null if a file says what it is */
    static Origin of(SetupDesk desk, Kind kind, String name, @Nullable Shown shown) {
        if (shown == null) {
            return new Origin(desk.place(kind, name).orElse(""), "", "", "", "", List.of());
        }
        return new Origin(
                "",
                shown.made().actor(),
                shown.made().at().toString(),
                shown.changed().actor(),
                shown.changed().at().toString(),
                shown.secrets().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> new Given(
                                one.getKey(),
                                one.getValue().actor(),
                                one.getValue().at().toString()))
                        .toList());
    }

    boolean isChanged() {
        return !changedAt.equals(madeAt);
    }
}
