package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.ApiKeys.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

abstract class ApiKeysContract extends LedgerContract {

    private ApiKey key(String id) {
        Instant now = clock.instant();
        return new ApiKey(
                id, "nightly", "sales", Set.of("submit", "read"), "00ff", "admin", now, now.plusSeconds(9), null, null);
    }

    @Test
    void aKeyIsThereAfterACrashAndNoOtherTakesItsId() {
        ledger.apiKeys().add(key("a"));
        crash();
        assertThat(ledger.apiKeys().find("a")).contains(key("a"));
        assertThat(ledger.apiKeys().find("b")).isEmpty();
        assertThatThrownBy(() -> ledger.apiKeys().add(key("a"))).isInstanceOf(LedgerException.class);
        assertThat(ledger.apiKeys().list()).containsExactly(key("a"));
        assertThat(ledger.events().of("key a", 9)).hasSize(1);
    }

    @Test
    void aKeyIsRevokedOnceAndForGood() {
        ledger.apiKeys().add(key("a"));
        clock.pass(Duration.ofSeconds(5));
        assertThat(ledger.apiKeys().revoke("a", "admin")).isTrue();
        Instant when = clock.instant();
        clock.pass(Duration.ofSeconds(5));
        assertThat(ledger.apiKeys().revoke("a", "other")).isFalse();
        assertThat(ledger.apiKeys().revoke("b", "other")).isFalse();
        assertThat(ledger.apiKeys().find("a").orElseThrow().revokedAt()).isEqualTo(when);
        assertThat(ledger.events().of("key a", 9))
                .extracting(Events.Event::kind)
                .containsExactly(EventKind.KEY_REVOKED, EventKind.KEY_MADE);
    }

    @Test
    void theHourOfItsLastUseIsKept() {
        ledger.apiKeys().add(key("a"));
        ledger.apiKeys().used("a");
        Instant hour = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 3600 * 3600);
        assertThat(ledger.apiKeys().find("a").orElseThrow().usedAt()).isEqualTo(hour);
        clock.pass(Duration.ofHours(2));
        ledger.apiKeys().used("a");
        assertThat(ledger.apiKeys().find("a").orElseThrow().usedAt()).isEqualTo(hour.plus(Duration.ofHours(2)));
    }
}
