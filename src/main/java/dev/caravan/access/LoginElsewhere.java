package dev.caravan.access;

import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** A login of people at a page that is not Caravan's. */
public interface LoginElsewhere {

    /** There is none: names and passwords of {@code users.yaml} are all. */
    LoginElsewhere NOWHERE = new LoginElsewhere() {};

    /** The way there, for the login page. */
    default Optional<Button> button() {
        return Optional.empty();
    }

    /**
     * How to begin.
     *
     * @param other the same for somebody who is logged in there under a name that can't be used here
     */
    record Button(String label, String href, String other) {}

    /** Whether names and passwords of {@code users.yaml} open anything beside it. */
    default boolean passwordsCount() {
        return true;
    }

    /** What a login page says when a login did not come about; empty for words that mean nothing. */
    default Optional<Told> told(String word) {
        return Optional.empty();
    }

    /** @param status of the page; 403 if it is about the person and not about this one try */
    record Told(HttpStatus status, String title, String text) {}

    /** Scheme and host of the page that a logout leads to, as far as it is known; browsers let forms lead nowhere else. */
    default Optional<String> leavesTo() {
        return Optional.empty();
    }

    /** Who judges what comes back. */
    default List<AuthenticationProvider> judges() {
        return List.of();
    }

    /** Adds the paths of it to the doors of people. */
    default void open(HttpSecurity http) throws Exception {}
}
