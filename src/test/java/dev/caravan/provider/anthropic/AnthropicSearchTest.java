package dev.caravan.provider.anthropic;

import static dev.caravan.provider.anthropic.Replies.batch;
import static dev.caravan.provider.anthropic.Replies.error;
import static dev.caravan.provider.anthropic.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Download;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.Sweep;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnthropicSearchTest {
    private static final String BEFORE = "2026-08-19T09:59:59.999999+00:00";
    private static final String WITHIN = "2026-08-19T14:00:00.000001+02:00";
    private static final String AFTER = "2026-08-19T14:44:51.493319+00:00";
    private static final String WITNESS = batch("known-1", BEFORE, "ended", 0, 1, 0, 0, 0);

    private final Doubt doubt = new Doubt();
    private final AnthropicSearch search = new AnthropicSearch(doubt, new AnthropicFailures(Clock.systemUTC()));

    /** A batch of four requests in doubt, created at 10:00 UTC or later. */
    private static final class Doubt implements Sweep {
        final List<String> log = new ArrayList<>();
        final List<String> statuses = new ArrayList<>();
        boolean hasWitness = true;

        @Override
        public boolean fits(long requests) {
            return requests == 4;
        }

        @Override
        public boolean isOurs(String providerId) {
            return providerId.startsWith("ours");
        }

        @Override
        public void candidate(String providerId, boolean ended) {
            log.add("candidate " + providerId + (ended ? " ended" : ""));
        }

        @Override
        public List<Download> comparisons() {
            return List.of();
        }

        @Override
        public List<String> tokens() {
            return List.of("t-1");
        }

        @Override
        public List<String> fileIds() {
            return List.of();
        }

        @Override
        public List<String> toRevoke() {
            return List.of();
        }

        @Override
        public boolean isKnown(String providerId) {
            return providerId.startsWith("known");
        }

        @Override
        public boolean hasWitness() {
            return hasWitness;
        }

        @Override
        public long windowStart() {
            return 1_787_133_600;
        }

        @Override
        public void found(String providerId, @Nullable String token, @Nullable String fileId) {
            log.add("found " + providerId);
        }

        @Override
        public void listed(JobStatus status) {
            statuses.add(status.providerId() + " " + status.state() + (status.terminal() ? ", over" : ""));
        }

        @Override
        public void gone(String fileId) {
            log.add("gone " + fileId);
        }

        @Override
        public void inUse(String fileId) {
            log.add("in use " + fileId);
        }

        @Override
        public void completeNegative() {
            log.add("complete");
        }

        @Override
        public void inconclusive(String why) {
            log.add("inconclusive: " + why);
        }
    }

    private void page(boolean more, String... batches) {
        assertThat(search.isPaging()).isTrue();
        search.searched(reply(200, "{\"data\":[" + String.join(",", batches) + "],\"has_more\":" + more + "}"));
    }

    @Test
    void namesUnknownBatchesOfItsSizeInTheWindow() {
        page(
                false,
                batch("running", AFTER, "in_progress", 4, 0, 0, 0, 0),
                batch("larger", AFTER, "in_progress", 5, 0, 0, 0, 0),
                batch("ours-2", AFTER, "in_progress", 4, 0, 0, 0, 0),
                batch("known-2", AFTER, "in_progress", 4, 0, 0, 0, 0),
                batch("mixed", WITHIN, "ended", 0, 1, 1, 1, 1),
                batch("early", BEFORE, "ended", 0, 4, 0, 0, 0));
        assertThat(doubt.log).containsExactly("candidate running", "candidate mixed ended", "complete");
        assertThat(search.isPaging()).isFalse();
    }

    @Test
    void asksForOlderPagesUntilTheWindowIsPassedAndAWitnessWasSeen() {
        assertThat(search.getPage()).isEqualTo("/messages/batches?limit=100");
        page(true, batch("a", AFTER, "ended", 0, 1, 0, 0, 0), batch("b/c", WITHIN, "ended", 0, 1, 0, 0, 0));
        assertThat(search.getPage()).isEqualTo("/messages/batches?limit=100&after_id=b%2Fc");
        page(true, batch("d", BEFORE, "ended", 0, 4, 0, 0, 0));
        assertThat(search.isPaging()).isTrue();
        page(true, WITNESS);
        assertThat(doubt.log).containsExactly("complete");
    }

    @Test
    void readsToTheEndWhenTheListIsNotInOrder() {
        page(true, WITNESS, batch("new", AFTER, "in_progress", 4, 0, 0, 0, 0));
        assertThat(search.isPaging()).isTrue();
        page(false);
        assertThat(doubt.log).containsExactly("candidate new", "complete");
    }

    @Test
    void concludesNothingFromAListWithoutAWitness() {
        page(false, batch("stranger", BEFORE, "ended", 0, 4, 0, 0, 0));
        assertThat(doubt.log)
                .containsExactly("inconclusive: the whole list holds none of the batches that the ledger knows: is the"
                        + " credential of another workspace?");
    }

    @Test
    void needsNoWitnessWhereTheLedgerKnowsNone() {
        doubt.hasWitness = false;
        page(false);
        assertThat(doubt.log).containsExactly("complete");
    }

    @Test
    void concludesNothingFromAPageThatWasNotAnswered() {
        page(true, WITNESS, batch("new", AFTER, "ended", 0, 1, 0, 0, 0));
        search.searched(reply(529, error("overloaded_error", "Overloaded")));
        assertThat(doubt.log)
                .containsExactly("inconclusive: page 2 of the list of batches was not answered: Overloaded");
        assertThat(search.isPaging()).isFalse();
    }

    @Test
    void concludesNothingFromABatchThatCantBeRead() {
        page(false, WITNESS, batch("odd", "yesterday", "ended", 0, 4, 0, 0, 0));
        assertThat(doubt.log)
                .containsExactly("inconclusive: page 1 of the list of batches holds one that can't be read");
    }

    @Test
    void concludesNothingFromAListThatTurnsInCircles() {
        page(true, batch("a", AFTER, "ended", 0, 1, 0, 0, 0));
        page(true, batch("a", AFTER, "ended", 0, 1, 0, 0, 0));
        assertThat(doubt.log)
                .containsExactly("inconclusive: the list of batches does not come to an end after 2 pages");
    }

    @Test
    void tellsHowEachBatchOfTheListIsDoing() {
        page(false, batch("a", AFTER, "in_progress", 4, 0, 0, 0, 0), batch("b", WITHIN, "ended", 0, 4, 0, 0, 0));
        assertThat(doubt.statuses).containsExactly("a in_progress", "b completed, over");
    }
}
