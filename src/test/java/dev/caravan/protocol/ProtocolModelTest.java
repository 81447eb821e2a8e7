package dev.caravan.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.protocol.Explorer.Report;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every order of steps, crashes, losses and pauses of submit, recover, collect and publish, by two processes. What holds
 * is walked through whole; then each rule is broken by itself, and a way to lose or pay twice must be found.
 * {@code -Dcaravan.model.tries=3} walks further (give it {@code -Xmx6g}).
 */
class ProtocolModelTest {
    private static final int TRIES = Integer.getInteger("caravan.model.tries", 2);
    private static final int MOST_STATES = TRIES > 2 ? 100_000_000 : 2_000_000;

    private static Report explore(Design design) {
        return Explorer.explore(new SubmitModel(design), MOST_STATES);
    }

    private static void assertHolds(String what, Report report) {
        System.out.println("Model of " + what + ": " + report);
        assertThat(report.holds()).as(report.toString()).isTrue();
    }

    private static void assertFinds(Report report, String wrong) {
        assertThat(report.wrong()).as(report.toString()).isEqualTo(wrong);
        assertThat(report.trace()).hasSizeGreaterThan(3);
    }

    /** Rules 1 to 5, steps R1 to R5. */
    @Test
    void aBatchWhoseInputCanBeRevokedIsNeverPaidTwice() {
        assertHolds("class A", explore(Design.CLASS_A.tries(TRIES)));
    }

    /** Without any bound a request may come after the last look: one batch for each such event, and it is seen. */
    @Test
    void aBatchThatCantBeRevokedIsPaidTwiceOnlyByALateRequestAndThatIsSeen() {
        assertHolds("class C", explore(Design.CLASS_C.tries(TRIES)));
        Report strict = explore(Design.CLASS_C.strict());
        assertFinds(strict, "the batch is paid twice");
        assertThat(strict.steps()).contains("R5 by 2").last().asString().startsWith("request ");
    }

    /** The wait W is longer than the pause behind the gate, the network and the provider's list together. */
    @Test
    void aBatchThatCantBeRevokedIsNotPaidTwiceWhileThePauseIsBounded() {
        assertHolds("class C, bounded", explore(Design.CLASS_C_BOUNDED.tries(TRIES)));
    }

    @Test
    void everyLineOfABatchIsCountedOnceAndMovesItsOwnAttemptOnly() {
        assertHolds("collect", Explorer.explore(new CollectModel(TRIES, Set.of()), MOST_STATES));
    }

    @Test
    void everyResultIsPublishedOnceAndNoOldOneOverANewOne() {
        assertHolds("publish", Explorer.explore(new PublishModel(Set.of()), MOST_STATES));
    }

    /** Two of them need a third try to pay twice: with two they pay for a batch that is called refused or cancelled. */
    @ParameterizedTest
    @EnumSource(Design.Fault.class)
    void findsTheHarmWhenOneRuleOfSubmitIsBroken(Design.Fault fault) {
        Design whole = fault == Design.Fault.NO_GATE ? Design.CLASS_C_BOUNDED : Design.CLASS_A;
        Design broken = whole.without(fault);
        switch (fault) {
            case NO_FENCE, WAIT_OF_ANOTHER_DOUBT -> assertFinds(explore(broken), "a dissolved batch was paid");
            case REPEATED_CREATE -> assertFinds(explore(broken), "one create was paid twice");
            default -> assertFinds(explore(broken.withoutCancel()), "the batch is paid twice");
        }
    }

    /** G must be longer than X and V together, W longer than pause, delay and V. */
    @Test
    void findsTheWayToPayTwiceWhenTheWaitIsTooShort() {
        assertFinds(explore(Design.CLASS_A.waits(1).withoutCancel()), "the batch is paid twice");
        assertFinds(explore(Design.CLASS_C_BOUNDED.waits(2)), "the batch is paid twice");
    }

    @ParameterizedTest
    @EnumSource(CollectModel.Fault.class)
    void findsTheHarmWhenOneRuleOfCollectIsBroken(CollectModel.Fault fault) {
        String wrong = switch (fault) {
            case MATCH_BY_STATE -> "batch 2 is under way without its member";
            case RETRY_BEFORE_COLLECTED -> "a second attempt while the first may still be answered";
            case FIRST_LINE_COUNTS, NO_FENCE -> "a paid answer of batch 1 is lost: it counts as ERROR";
            case LINES_COUNT_TWICE -> "the cost of a line of batch 1 is counted twice";
            case HALF_A_FILE_IS_WHOLE -> "a paid answer of batch 1 is lost: it counts as MISSING";
        };
        assertFinds(Explorer.explore(new CollectModel(2, EnumSet.of(fault)), MOST_STATES), wrong);
    }

    @ParameterizedTest
    @EnumSource(PublishModel.Fault.class)
    void findsTheHarmWhenOneRuleOfPublishIsBroken(PublishModel.Fault fault) {
        String wrong = switch (fault) {
            case MEMBERS_AT_WRITE -> "one result is in two publications";
            case LOCKED_ROWS_CHANGE -> "the sink holds revision 1, and no row says so";
            case NO_COMPARISON -> "revision 1 came over revision 2 at the sink";
            case LATE_ONE_IS_PUBLISHED -> "two revisions are published";
        };
        assertFinds(Explorer.explore(new PublishModel(EnumSet.of(fault)), MOST_STATES), wrong);
    }
}
