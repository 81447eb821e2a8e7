package dev.caravan.access.oidc;

import dev.caravan.access.LoginElsewhere.Told;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** Why a login did not come about, as people are told. In the texts, {@code @} is the issuer and {@code #} whom they ask. */
enum Refused {
    DENIED(false, "@ did not log you in: it was cancelled there, or you may not use Caravan."),
    LATE(false, "This login was not begun in this browser, or it took too long. Begin again."),
    AWAY(false, "@ does not answer as it should. Try again in a while; if it stays so, tell #."),
    BUSY(false, "Too many people are logging in. Try again in a moment."),
    UNTRUSTED(
            false,
            "What came from @ could not be trusted, so nobody is logged in. Try again; if it stays so, tell #: the log of"
                    + " Caravan says why."),
    TAKEN(true, "@ logged you in, but under the name of a user who logs in here with a password. Ask #."),
    NAMELESS(true, "@ logged you in, but gave no name that can be used here. Ask #."),
    OUTSIDE(true, "@ logged you in, but your account is not among those that may come in here. Ask #."),
    ROLE(true, "@ logged you in, but neither you nor a group of yours has a role in Caravan. Ask # for one.");

    /** No code of an issuer begins so. */
    private static final String OURS = "caravan:";

    private final boolean personal;
    private final String text;

    /** @param personal whether the same person will be refused again */
    Refused(boolean personal, String text) {
        this.personal = personal;
        this.text = text;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Refused> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** The one that {@link #because} made an error of; empty for errors of others. */
    static Optional<Refused> of(OAuth2Error error) {
        String code = error.getErrorCode();
        return code.startsWith(OURS) ? of(code.substring(OURS.length())) : Optional.empty();
    }

    Told told(OidcSettings.Shown shown) {
        String filled = text.replace("@", "\0").replace("#", shown.contact()).replace("\0", shown.label());
        return new Told(
                personal ? HttpStatus.FORBIDDEN : HttpStatus.OK, personal ? "You may not come in" : "Log in", filled);
    }

    /** @param detail for the log: what of whose is wrong; never a token */
    OAuth2AuthenticationException because(String detail, @Nullable Throwable cause) {
        return new OAuth2AuthenticationException(new OAuth2Error(OURS + word(), detail, null), detail, cause);
    }
}
