package dev.caravan.console.models;

import java.util.List;

/**
 * A field of a form, as it was typed, with what is wrong with it. Template {@code input}.
 *
 * @param refresh address of what depends on it; empty if nothing does
 * @param target id of the element that has that
 * @param why what is wrong; empty if nothing is
 */
record Input(
        String name,
        String label,
        Kind kind,
        String value,
        List<Option> options,
        String hint,
        boolean required,
        String refresh,
        String target,
        String why) {

    enum Kind {
        LINE,
        AREA,
        SELECT,
        SECRET
    }

    record Option(String value, String label, boolean chosen) {}

    private static Input of(Kind kind, String name, String label, String value) {
        return new Input(name, label, kind, value, List.of(), "", false, "", "", "");
    }

    static Input line(String name, String label, String value) {
        return of(Kind.LINE, name, label, value);
    }

    static Input area(String name, String label, String value) {
        return of(Kind.AREA, name, label, value);
    }

    /** Never has a value: what was typed is not sent back. */
    static Input secret(String name, String label) {
        return of(Kind.SECRET, name, label, "");
    }

    static Input select(String name, String label, List<Option> options) {
        return new Input(name, label, Kind.SELECT, "", options, "", false, "", "", "");
    }

    Input hint(String text) {
        return new Input(name, label, kind, value, options, text, required, refresh, target, why);
    }

    Input must() {
        return new Input(name, label, kind, value, options, hint, true, refresh, target, why);
    }

    /** When it is changed, the element of this id is fetched anew from there. */
    Input refreshing(String at, String id) {
        return new Input(name, label, kind, value, options, hint, required, at, id, why);
    }

    Input with(Wrong wrong) {
        return because(wrong.at(name));
    }

    Input because(String reason) {
        return new Input(name, label, kind, value, options, hint, required, refresh, target, reason);
    }

    String id() {
        return "in-" + name.replace('.', '-');
    }

    /** The elements that say more about it, for those who do not see them. */
    String described() {
        return ((hint.isEmpty() ? "" : id() + "-hint ") + (why.isEmpty() ? "" : id() + "-why")).strip();
    }

    /** A choice always has a value. */
    boolean mayBeLeftOut() {
        return !required && kind != Kind.SELECT;
    }

    boolean isLine() {
        return kind == Kind.LINE;
    }

    boolean isArea() {
        return kind == Kind.AREA;
    }

    boolean isSelect() {
        return kind == Kind.SELECT;
    }

    boolean isSecret() {
        return kind == Kind.SECRET;
    }
}
