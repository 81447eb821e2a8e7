package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Reloads.Outcome;
import dev.caravan.ledger.Reloads.Told;
import dev.caravan.ledger.Reloads.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class ReloadsContract extends LedgerContract {
    private Reloads reloads() {
        return ledger.reloads();
    }

    @Test
    void theNewestWishIsDueOnceForEachProcessThatRanThen() {
        Instant start = clock.instant();
        long first = reloads().ask("ann", "", "");
        clock.pass(Duration.ofSeconds(1));
        long second = reloads().ask("bob", "new prompt", "");
        assertThat(second).isGreaterThan(first);

        assertThat(reloads().due("a", start)).hasValue(new Reloads.Wish(second, clock.instant(), "bob", "new prompt"));
        assertThat(reloads().due("later", clock.instant().plusSeconds(1))).isEmpty();
        assertThat(reloads().begin(second, "a", "node 1")).isTrue();
        assertThat(reloads().due("a", start)).isEmpty();
        assertThat(reloads().due("b", start)).isPresent();
    }

    @Test
    void aWishOfOneProcessIsDueForNoOther() {
        reloads().ask(Events.CARAVAN, "files were changed", "a");
        assertThat(reloads().due("a", Instant.EPOCH)).isPresent();
        assertThat(reloads().due("b", Instant.EPOCH)).isEmpty();
    }

    @Test
    void oneProcessAtATimeIsAtItButNobodyWaitsForOneThatDied() {
        long wish = reloads().ask("ann", "", "");
        assertThat(reloads().begin(wish, "a", "node 1")).isTrue();
        assertThat(reloads().begin(wish, "b", "node 2")).isFalse();
        reloads().end(wish, "a", Outcome.LOADED, Duration.ofMillis(900), "13 tasks");
        assertThat(reloads().begin(wish, "b", "node 2")).isTrue();
        assertThat(reloads().begin(wish, "c", "node 3")).isFalse();
        clock.pass(Duration.ofSeconds(61));
        assertThat(reloads().begin(wish, "c", "node 3")).isTrue();
    }

    @Test
    void whatBecameOfItIsToldAndIsAnEvent() {
        Instant at = clock.instant();
        long wish = reloads().ask("ann", "because", "");
        reloads().begin(wish, "a", "node 1");
        clock.pass(Duration.ofSeconds(2));
        reloads().end(wish, "a", Outcome.FELL_BACK, Duration.ofMillis(1900), "Port 1 is already in use");
        reloads().end(wish, "a", Outcome.LOADED, Duration.ZERO, "nobody ends a turn twice");
        long refused = reloads().ask("bob", "", "");
        reloads().begin(refused, "a", "node 1");
        reloads().end(refused, "a", Outcome.REFUSED, Duration.ZERO, "no such model");

        assertThat(reloads().find(wish))
                .hasValue(new Told(
                        new Reloads.Wish(wish, at, "ann", "because"),
                        List.of(new Turn(
                                "a",
                                "node 1",
                                at,
                                at.plusSeconds(2),
                                Outcome.FELL_BACK,
                                Duration.ofMillis(1900),
                                "Port 1 is already in use"))));
        assertThat(reloads().newest(5)).extracting(told -> told.wish().id()).containsExactly(refused, wish);
        assertThat(ledger.events().newest(2))
                .extracting(event -> event.kind() + " " + event.actor() + " " + event.subject() + " " + event.body())
                .containsExactly(
                        "RELOAD_REFUSED bob reload " + refused + " node 1: no such model",
                        "FELL_BACK ann reload " + wish + " node 1: Port 1 is already in use (because)");
    }

    @Test
    void theNewestThousandAreKept() {
        long first = reloads().ask("ann", "", "");
        reloads().begin(first, "a", "node 1");
        for (int n = 0; n < 1000; n++) {
            reloads().ask("ann", "", "");
        }
        assertThat(reloads().find(first)).isEmpty();
        assertThat(reloads().find(first + 1)).isPresent();
    }
}
