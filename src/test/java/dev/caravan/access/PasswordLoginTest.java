package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class PasswordLoginTest {
    private final TestClock clock = new TestClock();
    private final Verified verified = new Verified(clock);
    private final Users users = new Users(Map.of("quick", user("quick", 4), "slow", user("slow", 6)));
    private final PasswordLogin login = new PasswordLogin(users, new LoginThrottle(clock), verified);

    private static User user(String name, int cost) {
        return new User(name, new BCryptPasswordEncoder(cost).encode("the word of " + name), Set.of(Role.READ));
    }

    @Test
    void aNameThatNobodyHasTakesAsLongAsTheSlowestThatSomebodyHas() {
        assertThat(login.comparedForNobody()).startsWith("$2a$06$");
    }

    @Test
    void aNameThatNobodyHasIsLetInWithNoPassword() {
        for (String password : new String[] {"the word of slow", "the word of quick", ""}) {
            assertThatThrownBy(() ->
                            login.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("nobody", password)))
                    .isInstanceOf(BadCredentialsException.class);
        }
        assertThat(login.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("slow", "the word of slow"))
                        .getName())
                .isEqualTo("slow");
    }

    private String outcome(String password) {
        try {
            login.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("quick", password));
            return "in";
        } catch (AuthenticationException e) {
            return e.getClass().getSimpleName();
        }
    }

    @Test
    void guessesThatComeTogetherDoNotGetPastTheThrottleTogether() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(16);
        try {
            CountDownLatch together = new CountDownLatch(1);
            List<Future<String>> guesses = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String guess = "guess " + i;
                guesses.add(many.submit(() -> {
                    together.await();
                    return outcome(guess);
                }));
            }
            together.countDown();
            List<String> outcomes = new ArrayList<>();
            for (Future<String> guess : guesses) {
                outcomes.add(guess.get());
            }
            assertThat(outcomes.stream().filter("BadCredentialsException"::equals))
                    .hasSize(5);
            assertThat(outcomes.stream().filter("LockedException"::equals)).hasSize(11);
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void aPasswordThatWasRightIsKnownForAMinuteAndNoOtherIs() {
        User quick = users.find("quick").orElseThrow();
        User slow = users.find("slow").orElseThrow();
        assertThat(verified.knows(quick, "the word of quick")).isFalse();
        assertThat(outcome("the word of quick")).isEqualTo("in");
        assertThat(verified.knows(quick, "the word of quick")).isTrue();
        assertThat(verified.knows(quick, "another")).isFalse();
        assertThat(verified.knows(slow, "the word of quick")).isFalse();
        assertThat(outcome("another")).isEqualTo("BadCredentialsException");
        clock.pass(Duration.ofMinutes(1));
        assertThat(verified.knows(quick, "the word of quick")).isFalse();
    }
}
