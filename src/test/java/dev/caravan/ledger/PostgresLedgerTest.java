package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The contract on PostgreSQL, on a server that stores what it says is stored. */
class PostgresLedgerTest {
    /** All that the contract has the ledger ask, but not what is meant to read everything. */
    private static final Map<String, Map<Integer, Class<?>>> ASKED = new ConcurrentHashMap<>();

    private final PostgresSettings database = EmptyPostgres.empty();

    private Ledger openDatabase(TestClock clock) {
        int knows = PostgresLedger.prepare(database);
        return new SqlLedger(new RecordingDb(new PostgresDb(database), ASKED), null, knows, clock);
    }

    /** Rows enough that a wrong plan shows, once before the server has counted them and once after. */
    @AfterAll
    static void noStatementHasWordsOfTheOtherDatabaseOrReadsAllRecords() {
        assertThat(ASKED.keySet()).anyMatch(PostgresPlans::hasForeignWords);
        assertThat(ASKED.keySet().stream().map(new PostgresSql()::of)).noneMatch(PostgresPlans::hasForeignWords);
        PostgresSettings large = PostgresPlans.large(200_000);
        assertThat(PostgresPlans.wholeTables(large, ASKED)).isEmpty();
        EmptyPostgres.run(large, "ANALYZE");
        assertThat(PostgresPlans.wholeTables(large, ASKED)).isEmpty();
    }

    @Nested
    class OfDrops extends DropsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfRanges extends RangesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfReloads extends ReloadsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfBacklog extends BacklogContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfOutputs extends OutputsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfTrends extends TrendsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfContents extends ContentsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfBatches extends BatchesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfOneRecord extends OneRecordContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfDoubts extends DoubtsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfRefusals extends RefusalsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfTwins extends TwinsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfCancels extends CancelsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfDeadlines extends DeadlinesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfCollection extends CollectionContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfPublications extends PublicationsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfQuotas extends QuotasContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfBudgets extends BudgetsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfSpending extends SpendingContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfRealTimeCosts extends RealTimeCostsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfEvents extends EventsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfChanges extends ChangesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfLineage extends LineageContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfTrouble extends TroubleContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfRestores extends RestoresContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfProofs extends ProofsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfPurges extends PurgesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfReviews extends ReviewsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfApiKeys extends ApiKeysContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfPauses extends PausesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }

        @Override
        Ledger beside() {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfSetups extends SetupsContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfReviewTraces extends ReviewTracesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfLongWalks extends LongWalkContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }

        @Override
        int steps() {
            return 40;
        }
    }

    @Nested
    class OfNodes extends NodesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }

        @Override
        Ledger join(TestClock clock) {
            return openDatabase(clock);
        }
    }

    @Nested
    class OfRunningBatches extends RunningBatchesContract {
        @Override
        Ledger open(TestClock clock) {
            return openDatabase(clock);
        }
    }
}
