package dev.caravan.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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

/**
 * Compares name and password with {@code users.yaml}; takes as long for names that nobody has as for the user whose hash is
 * costliest.
 */
final class PasswordLogin implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordLogin.class);

    /** Of a password that nobody kept, as costly as those that {@link BCryptPasswordEncoder} makes by itself. */
    private static final String NOBODYS = "$2a$10$8uDyZZFZ/WQxmtlohvy2p.7MB6zkptT9aF8akDajpxhL7NpMX4zIW";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Users users;
    private final LoginThrottle throttle;
    private final Verified verified;
    private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder();
    private final String nobodys;
    private final ReentrantLock comparing = new ReentrantLock(true);

    PasswordLogin(Users users, LoginThrottle throttle, Verified verified) {
        this.users = users;
        this.throttle = throttle;
        this.verified = verified;
        this.nobodys = users.slowestHash().orElse(NOBODYS);
    }

    /**
     * Compares one password at a time: guesses that come together must not get past the throttle together, nor take all
     * processors.
     *
     * @throws LockedException if there were too many failures, or too many wait to be compared; nothing was compared
     * @throws BadCredentialsException if name or password is wrong
     */
    @Override
    public Authentication authenticate(Authentication tried) {
        String name = tried.getName();
        String address =
                tried.getDetails() instanceof WebAuthenticationDetails details && details.getRemoteAddress() != null
                        ? details.getRemoteAddress()
                        : "";
        String password = String.valueOf(tried.getCredentials());
        Optional<User> user = users.find(name);
        checkThrottle(name, address);
        if (user.isEmpty() || !verified.knows(user.get(), password)) {
            takeTurn();
            try {
                checkThrottle(name, address);
                compare(name, address, user, password);
            } finally {
                comparing.unlock();
            }
        }
        return UsernamePasswordAuthenticationToken.authenticated(
                Person.of(user.orElseThrow()), null, AuthorityUtils.NO_AUTHORITIES);
    }

    private void compare(String name, String address, Optional<User> user, String password) {
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
        verified.right(user.get(), password);
    }

    private void checkThrottle(String name, String address) {
        Duration wait = throttle.wait(name, address);
        if (!wait.isZero()) {
            throw new LockedException("Too many failed logins. Try again in " + (wait.toSeconds() + 1) + " s");
        }
    }

    private void takeTurn() {
        try {
            if (comparing.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new LockedException("Too many logins at once. Try again in " + PATIENCE.toSeconds() + " s");
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
