package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.ProviderResult.Tokens;
import org.junit.jupiter.api.Test;

class TokensTest {

    /** A cost below zero would give a budget more room than it has. */
    @Test
    void areNeverFewerThanNoneAndNoPartIsMoreThanTheWhole() {
        assertThat(new Tokens(-7, 3, -1, -2)).isEqualTo(Tokens.NONE);
        assertThat(new Tokens(10, 12, 5, 6)).isEqualTo(new Tokens(10, 10, 5, 5));
        assertThat(new Tokens(10, 4, 5, 2).cached()).isEqualTo(4);
    }
}
