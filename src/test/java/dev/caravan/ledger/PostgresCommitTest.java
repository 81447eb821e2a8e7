package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection that breaks off leaves no doubt, but for one moment: after COMMIT was sent, before its answer. */
class PostgresCommitTest {
    private final PostgresSettings database = EmptyPostgres.empty();

    @Test
    void saysThatNobodyKnowsWhereTheAnswerToACommitIsLostAndGoesOn() throws IOException {
        try (var wire = new BreakingWire(database);
                Ledger ledger = PostgresLedger.open(wire.settings(), new TestClock())) {
            wire.breakAfter("INSERT INTO task", "COMMIT");
            assertThatThrownBy(() -> ledger.recipes().taskId("stored"))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageStartingWith(
                            "The ledger could not be written, and whether its last change is stored is not"
                                    + " known: the connection broke off as it was being stored. What comes next begins with what"
                                    + " the ledger says then, so nothing is done twice: the server of localhost:")
                    .hasMessageEndingWith("Caravan goes on by itself when it does");
            assertThat(tasks()).containsExactly("stored");
            int again = ledger.recipes().taskId("stored");
            assertThat(ledger.recipes().taskName(again)).isEqualTo("stored");
            assertThat(tasks()).containsExactly("stored");
        }
    }

    @Test
    void saysThatNothingWasChangedWhereItBreaksOffBeforeTheCommit() throws IOException {
        try (var wire = new BreakingWire(database);
                Ledger ledger = PostgresLedger.open(wire.settings(), new TestClock())) {
            wire.breakAfter("INSERT INTO task");
            assertThatThrownBy(() -> ledger.recipes().taskId("lost"))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageStartingWith("The ledger could not be written, nothing was changed: the server of");
            assertThat(tasks()).isEmpty();
            ledger.recipes().taskId("lost");
            assertThat(tasks()).containsExactly("lost");
        }
    }

    private List<String> tasks() {
        try (LedgerReader reader = LedgerReader.open(database)) {
            return List.copyOf(reader.tasks());
        }
    }
}
