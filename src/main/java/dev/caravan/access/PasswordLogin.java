package dev.caravan.access;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Compares name and password with {@code users.yaml}; takes as long for names that nobody has as for the user whose hash is costliest. */
final class PasswordLogin implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordLogin.class);

    private final Users users;
    private final LoginThrottle throttle;
    private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder();
    private final String nobodys;

    PasswordLogin(Users users, LoginThrottle throttle) {
        this.users = users;
        this.throttle = throttle;
        this.nobodys = users.slowestHash().orElseGet(() -> encoder.encode(""));
    }

    /**
     * @throws LockedException if there were too many failures; nothing was compared
     * @throws BadCredentialsException if name or password is wrong
     */
    @Override
    public Authentication authenticate(Authentication tried) {
        String name = tried.getName();
        String address =
                tried.getDetails() instanceof WebAuthenticationDetails details && details.getRemoteAddress() != null
                        ? details.getRemoteAddress()
                        : "";
        Duration wait = throttle.wait(name, address);
        if (!wait.isZero()) {
            throw new LockedException("Too many failed logins. Try again in " + (wait.toSeconds() + 1) + " s");
        }
        Optional<User> user = users.find(name);
        String password = String.valueOf(tried.getCredentials());
        boolean right = encoder.matches(password, user.map(User::hash).orElse(comparedForNobody()));
        if (user.isEmpty() || !right) {
            throttle.failed(name, address);
            LOG.warn(
                    "A login failed from {} ({})",
                    address,
                    user.isEmpty() ? "no such user" : "user " + name + ", wrong password");
            throw new BadCredentialsException("Name or password is wrong");
        }
        throttle.succeeded(name, address);
        return UsernamePasswordAuthenticationToken.authenticated(
                new Person(user.get()), null, AuthorityUtils.NO_AUTHORITIES);
    }

    /** Never counts, whatever the password is. */
    String comparedForNobody() {
        return nobodys;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
