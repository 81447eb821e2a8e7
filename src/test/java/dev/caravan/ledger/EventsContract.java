package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Events.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class EventsContract extends LedgerContract {

    @Test
    void keepsEventsWithTimeSubjectAndActorNewestFirst() {
        ledger.events().raise(EventKind.TWIN, "batch 7", "it exists twice");
        ledger.events().raise(EventKind.CANCEL_REQUESTED, "batch 7", "somebody", "cancelled on request");
        ledger.events().raise(EventKind.TWIN, "batch 8", "it exists three times");
        crash();
        assertThat(ledger.events().newest(2))
                .containsExactly(
                        new Event(3, clock.instant(), EventKind.TWIN, "batch 8", "caravan", "it exists three times"),
                        new Event(
                                2,
                                clock.instant(),
                                EventKind.CANCEL_REQUESTED,
                                "batch 7",
                                "somebody",
                                "cancelled on request"));
        assertThat(ledger.events().of("batch 7", 10)).extracting(Event::id).containsExactly(2L, 1L);
        assertThat(ledger.events().counts()).isEqualTo(Map.of(EventKind.TWIN, 2L, EventKind.CANCEL_REQUESTED, 1L));
    }

    @Test
    void tellsOnceWhatIsToBeToldOnce() {
        assertThat(ledger.events().raiseOnce(EventKind.DEADLINE_PASSED, "batch 1", "late"))
                .isTrue();
        assertThat(ledger.events().raiseOnce(EventKind.DEADLINE_PASSED, "batch 1", "later"))
                .isFalse();
        assertThat(ledger.events().raiseOnce(EventKind.DEADLINE_PASSED, "batch 2", "late"))
                .isTrue();
        assertThat(ledger.events().raiseOnce(EventKind.TWIN, "batch 1", "twice"))
                .isTrue();
        assertThat(ledger.events().of("batch 1", 10)).extracting(Event::body).containsExactly("twice", "late");
    }

    @Test
    void hasNoCharacterThatADatabaseRefuses() {
        ledger.events().raise(EventKind.SPOOL_DAMAGED, "batch 1", "a\0b");
        assertThat(ledger.events().newest(1)).extracting(Events.Event::body).containsExactly("a\uFFFDb");
    }
}
