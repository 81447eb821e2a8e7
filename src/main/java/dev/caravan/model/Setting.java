package dev.caravan.model;

import java.util.List;

/**
 * A difference between providers of one protocol, or a place that a credential names. Given under {@code settings:} of a
 * provider or of a credential; the credential's word counts.
 *
 * @param standard the value where none is given; empty for none
 * @param required whether a credential without it can't work
 * @param allowed the only values; empty if any will do
 * @param meaning one sentence for messages and docs
 */
public record Setting(String name, String standard, boolean required, List<String> allowed, String meaning) {

    public Setting {
        allowed = List.copyOf(allowed);
    }

    public static Setting of(String name, String standard, String meaning) {
        return new Setting(name, standard, false, List.of(), meaning);
    }

    public static Setting required(String name, String meaning) {
        return new Setting(name, "", true, List.of(), meaning);
    }

    /** The first value is the standard. */
    public static Setting oneOf(String name, List<String> allowed, String meaning) {
        return new Setting(name, allowed.get(0), false, allowed, meaning);
    }
}
