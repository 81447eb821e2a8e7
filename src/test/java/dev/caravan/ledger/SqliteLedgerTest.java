package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite in a real file, and what only SQLite has. */
class SqliteLedgerTest {
    @TempDir
    Path folder;

    private Ledger openFile(TestClock clock) {
        return SqliteLedger.open(EmptyLedger.at(folder.resolve("ledger").resolve("caravan.db")), clock);
    }

    @Nested
    class OfRanges extends RangesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfDrops extends DropsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfReloads extends ReloadsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfBacklog extends BacklogContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfOutputs extends OutputsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfTrends extends TrendsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfContents extends ContentsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfBatches extends BatchesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfRunningBatches extends RunningBatchesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfNodes extends NodesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }

        @Override
        Ledger join(TestClock clock) {
            return Beside.join(folder.resolve("ledger").resolve("caravan.db"), clock);
        }
    }

    @Nested
    class OfOneRecord extends OneRecordContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfDoubts extends DoubtsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfRefusals extends RefusalsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfTwins extends TwinsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfCancels extends CancelsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfDeadlines extends DeadlinesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfCollection extends CollectionContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfPublications extends PublicationsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfQuotas extends QuotasContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfBudgets extends BudgetsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfSpending extends SpendingContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfRealTimeCosts extends RealTimeCostsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfEvents extends EventsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfChanges extends ChangesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfLineage extends LineageContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfTrouble extends TroubleContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfRestores extends RestoresContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfProofs extends ProofsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfPurges extends PurgesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfReviews extends ReviewsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfApiKeys extends ApiKeysContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfPauses extends PausesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }

        @Override
        Ledger beside() {
            return Beside.join(folder.resolve("ledger").resolve("caravan.db"), clock);
        }
    }

    @Nested
    class OfSetups extends SetupsContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfReviewTraces extends ReviewTracesContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Nested
    class OfLongWalks extends LongWalkContract {
        @Override
        Ledger open(TestClock clock) {
            return openFile(clock);
        }
    }

    @Test
    void keepsItsNameForLifeAndSharesItWithNoOther() {
        String first;
        try (Ledger ledger = openFile(new TestClock())) {
            first = ledger.instance();
        }
        assertThat(first).matches("[a-z0-9]{6}1");
        try (Ledger again = openFile(new TestClock());
                Ledger other = SqliteLedger.open(folder.resolve("other.db"), new TestClock())) {
            assertThat(again.instance()).isEqualTo(first);
            assertThat(other.instance()).isNotEqualTo(first);
        }
    }

    @Test
    void refusesASecondProcessAndNamesTheFile() {
        try (Ledger ledger = openFile(new TestClock())) {
            assertThat(ledger.counts().settled()).isTrue();
            assertThatThrownBy(() -> openFile(new TestClock()))
                    .isInstanceOf(LedgerException.class)
                    .hasMessage("Another Caravan has this ledger open ("
                            + folder.resolve("ledger").resolve("caravan.db.lock")
                            + " is locked). Stop it first, or give this one a data folder of its own (caravan.data)");
        }
        openFile(new TestClock()).close();
    }

    @Test
    void saysThatItIsClosedInsteadOfWaitingForEver() {
        Ledger ledger = openFile(new TestClock());
        ledger.close();
        ledger.close();
        assertThatThrownBy(() -> ledger.batches().claimForSubmit())
                .hasMessage("The ledger is closed; this process is stopping");
        assertThatThrownBy(() -> ledger.counts().total()).isInstanceOf(LedgerException.class);
    }
}
