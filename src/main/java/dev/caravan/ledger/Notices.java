package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What webhooks are to be told: made from {@link Changes} by a cursor for each webhook, kept until the webhook took it or it
 * was given up. One process has the ledger, so a claim is no row: whoever asks twice gets the same notice twice.
 */
public interface Notices {

    /** How far a webhook has read the changes. One that is new begins behind the newest. */
    long cursor(String webhook);

    /**
     * Keeps these notices and moves the cursor, both or neither.
     *
     * @param from where the cursor has to be still
     * @return false if it is elsewhere: somebody made notices meanwhile, and nothing was kept
     */
    boolean make(String webhook, long from, long cursor, List<NewNotice> notices);

    /** Names of webhooks that have something to be sent now. */
    List<String> due();

    /** The next notice of a webhook that is to be sent now; its send is counted. */
    Optional<Notice> take(String webhook);

    /** The webhook took it. */
    void taken(Notice notice);

    /**
     * The webhook did not take it.
     *
     * @param again how long this notice waits
     * @param pause how long everything for this webhook waits
     */
    void failed(Notice notice, Duration again, Duration pause, String reason);

    /** Gives this notice up, and all that were made before a time since which the webhook took none; returns how many. */
    int giveUp(Notice notice, Instant before, String reason);

    /** Lets what was given up for a webhook be sent again, now; returns how many. */
    int replay(String webhook);

    /** Forgets what was given up and made before this; and webhooks that are no longer configured. */
    void forget(Instant before, List<String> configured);

    /** @param messageId the same at every send, of no other notice */
    record NewNotice(String messageId, String body, Instant at) {}

    /**
     * A notice in hand.
     *
     * @param sends how often it was sent, this time among them
     * @param firstAt when it was sent first
     * @param failures how often in a row the webhook took none
     */
    record Notice(long id, String webhook, String messageId, String body, int sends, Instant firstAt, int failures) {}
}
