package dev.caravan.validation;

import java.util.Arrays;
import java.util.List;

/**
 * What became of an answer.
 *
 * @param code {@code ok}, or {@code sanitized} if its HTML was cleaned; the first broken rule; or why a person must see it
 *     ({@code review.sample}, {@code review.alternative}, {@code review.when})
 * @param detail a sentence for people, naming the field; empty if {@code ok}
 * @param value the answer as compact JSON in UTF-8, to be published; empty if invalid. Must not be changed
 * @param findings every broken rule, the first 50 of them; empty unless invalid
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Verdict(Kind kind, String code, String detail, byte[] value, List<Finding> findings) {
    private static final int MOST_DETAIL = 500;

    public enum Kind {
        VALID,
        INVALID,
        /** Valid, but a person must see it. */
        REVIEW
    }

    static Verdict valid(byte[] value) {
        return new Verdict(Kind.VALID, "ok", "", value, List.of());
    }

    /** @param fields that were changed */
    static Verdict sanitized(String fields, byte[] value) {
        return new Verdict(Kind.VALID, "sanitized", "HTML was cleaned in " + cut(fields), value, List.of());
    }

    static Verdict invalid(String code, String detail, List<Finding> findings) {
        return new Verdict(Kind.INVALID, code, cut(detail), new byte[0], findings);
    }

    static Verdict review(String code, String reason, byte[] value) {
        return new Verdict(Kind.REVIEW, code, cut(reason), value, List.of());
    }

    private static String cut(String text) {
        return text.length() > MOST_DETAIL ? text.substring(0, MOST_DETAIL) + "…" : text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Verdict that
                && kind == that.kind
                && code.equals(that.code)
                && detail.equals(that.detail)
                && Arrays.equals(value, that.value)
                && findings.equals(that.findings);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * kind.hashCode() + code.hashCode()) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return kind + " " + code + (detail.isEmpty() ? "" : ": " + detail);
    }
}
