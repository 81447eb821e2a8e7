package dev.caravan.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Whoever may look at or change anything on the pages may also read; who only submits may not. */
public enum Role {
    /** Submits lines over HTTP and fetches what came of them; nothing else. */
    SUBMIT,
    /** Sees lists, audits and figures; changes nothing. */
    READ,
    /** Decides on records in review. */
    REVIEW,
    /** Starts what costs money: reruns. */
    OPERATE,
    /** May do everything. */
    ADMIN;

    /** As it is written in {@code users.yaml}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Role::word).toList();
    }

    /** Whether somebody who has this role may do what needs the other. */
    boolean allows(Role needed) {
        return this == needed || this == ADMIN || (needed == READ && this != SUBMIT);
    }
}
