package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs, word for word. */
class LegalMovesTest {

    private static <S extends Enum<S>> Map<String, String> table(S[] states, Function<S, Set<S>> from) {
        return Arrays.stream(states)
                .collect(Collectors.toMap(
                        Enum::name,
                        state -> from.apply(state).stream().map(Enum::name).collect(Collectors.joining(" "))));
    }

    @Test
    void allowsTheseMovesOfRecords() {
        assertThat(table(RecordState.values(), LegalMoves::from))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "QUEUED", "SUBMITTED HELD SUPERSEDED",
                        "SUBMITTED", "QUEUED COMPLETED INVALID_OUTPUT PROVIDER_ERROR REVIEW_REQUIRED HELD SUPERSEDED",
                        "COMPLETED", "QUEUED REVIEW_REQUIRED PUBLISHED SUPERSEDED",
                        "INVALID_OUTPUT", "QUEUED COMPLETED REVIEW_REQUIRED SUPERSEDED",
                        "PROVIDER_ERROR", "QUEUED COMPLETED REVIEW_REQUIRED HELD SUPERSEDED",
                        "REVIEW_REQUIRED", "QUEUED COMPLETED DISCARDED SUPERSEDED",
                        "HELD", "QUEUED DISCARDED SUPERSEDED",
                        "PUBLISHED", "SUPERSEDED",
                        "DISCARDED", "",
                        "SUPERSEDED", ""));
    }

    @Test
    void allowsTheseMovesOfBatches() {
        assertThat(table(BatchState.values(), LegalMoves::from))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ASSEMBLING", "ASSEMBLED DISSOLVED",
                        "ASSEMBLED", "CREATING IN_DOUBT DISSOLVED",
                        "CREATING", "ASSEMBLED IN_DOUBT SUBMITTED DISSOLVED",
                        "IN_DOUBT", "ASSEMBLED SUBMITTED DISSOLVED LOST",
                        "SUBMITTED", "COLLECTING LOST",
                        "COLLECTING", "ASSEMBLED COLLECTED DISSOLVED LOST",
                        "COLLECTED", "",
                        "DISSOLVED", "",
                        "LOST", ""));
    }

    @Test
    void allowsTheseMovesOfTriesDropsAndDeliveries() {
        assertThat(table(TryState.values(), LegalMoves::from))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "OPEN", "UPLOADED CREATING REVOKED",
                        "UPLOADED", "CREATING REVOKED",
                        "CREATING", "ACCEPTED REFUSED REVOKED",
                        "REFUSED", "ACCEPTED",
                        "REVOKED", "ACCEPTED",
                        "ACCEPTED", ""));
        assertThat(table(DropState.values(), LegalMoves::from))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ARRIVING", "RECEIVED VOID",
                        "RECEIVED", "READING",
                        "READING", "READING SEALED FAILED",
                        "SEALED", "",
                        "FAILED", "",
                        "VOID", ""));
        assertThat(table(DeliveryState.values(), LegalMoves::from))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "WAITING", "SENDING",
                        "RETRY_WAIT", "SENDING",
                        "SENDING", "SENDING RETRY_WAIT DELIVERED DEAD",
                        "DEAD", "WAITING",
                        "DELIVERED", "WAITING"));
    }

    @Test
    void saysWhatIsAllowedInstead() {
        assertThatThrownBy(() -> LegalMoves.move(RecordState.PUBLISHED, RecordState.QUEUED))
                .hasMessage("A record can't move from PUBLISHED to QUEUED; allowed: [SUPERSEDED]");
        assertThatThrownBy(() -> LegalMoves.move(7, BatchState.COLLECTED, BatchState.ASSEMBLED))
                .hasMessage("Batch 7 can't move from COLLECTED to ASSEMBLED; allowed: []");
    }

    @Test
    void readsEveryCodeBack() {
        assertThat(RecordState.values())
                .allSatisfy(s -> assertThat(Codes.recordState(s.code())).isEqualTo(s));
        assertThat(BatchState.values())
                .allSatisfy(s -> assertThat(Codes.batchState(s.code())).isEqualTo(s));
        assertThat(TryState.values())
                .allSatisfy(s -> assertThat(Codes.tryState(s.code())).isEqualTo(s));
        assertThat(DropState.values())
                .allSatisfy(s -> assertThat(Codes.dropState(s.code())).isEqualTo(s));
        assertThat(DeliveryState.values())
                .allSatisfy(s -> assertThat(Codes.deliveryState(s.code())).isEqualTo(s));
        assertThatThrownBy(() -> Codes.recordState(99))
                .hasMessageStartingWith("The ledger holds an unknown record state: 99");
    }
}
