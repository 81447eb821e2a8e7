package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.TestClock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class PasswordLoginTest {
    private final PasswordLogin login = new PasswordLogin(
            new Users(Map.of("quick", user("quick", 4), "slow", user("slow", 6))), new LoginThrottle(new TestClock()));

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
}
