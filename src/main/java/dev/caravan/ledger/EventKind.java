package dev.caravan.ledger;

/**
 * What somebody should know of afterwards. The codes are stored and never renumbered; the word is the label of the metric
 * {@code caravan_events}.
 */
public enum EventKind {
    /** A batch exists more than once at its provider; the others are cancelled and collected too. */
    TWIN(1),
    /** Results that were paid a second time. */
    OVERSPEND(2),
    /** A provider has a batch with our label that the ledger does not know. */
    UNKNOWN_BATCH(3),
    /** What was taken for a batch of ours is not: other records, or another number of them. */
    QUARANTINED(4),
    /** Results were gone at the provider before they were home. */
    RESULTS_GONE(5),
    /** Results that the provider will soon delete are not home yet. */
    RESULTS_AT_RISK(6),
    /** A counter disagrees with its rows. */
    NOT_CONSERVED(7),
    /** The ledger is older than its spool: it was restored from a backup. */
    LEDGER_RESTORED(8),
    /** A file of the spool is damaged or missing. */
    SPOOL_DAMAGED(9),
    /** A credential was refused, or fails again and again; nothing is sent with it for now. */
    CREDENTIAL_STOPPED(10),
    /** A credential that was stopped works again. */
    CREDENTIAL_BACK(11),
    /** A provider's limit was met or learnt. */
    QUOTA_LEARNT(12),
    /** A task has spent what it may for the day. */
    BUDGET_REACHED(13),
    /** A batch is later than its task's deadline. */
    DEADLINE_PASSED(14),
    /** A file that its provider refused whole was cut in two. */
    BISECTED(15),
    /** Somebody asked for a cancel. */
    CANCEL_REQUESTED(16),
    /** Bytes or rows were deleted by policy. */
    PURGED(17),
    /** A source record was erased on request. */
    ERASED(18),
    /** Our clock, the provider's or the database's disagree; nothing is cancelled, moved or purged by time. */
    CLOCKS_DISAGREE(19),
    /** Somebody let go what was held. */
    RELEASED(30),
    /** Somebody wants nothing more of a drop to be sent for now. */
    HOLD_REQUESTED(83),
    /** Somebody paused a provider, a credential, a batch model or a task. */
    PAUSED(84),
    /** Somebody resumed what was paused, or its time was over. */
    RESUMED(85),
    /** A disk has less room than is to stay free: nothing new is taken in. */
    DISK_LOW(86),
    /** A disk that had too little room has enough again. */
    DISK_BACK(87),
    /** What nobody needs any more at a provider could not be deleted there. */
    FILES_LEFT(88),
    /** Somebody sent records again. */
    RERUN(60),
    /** The sample of a drop has too many errors: its results are not published. */
    GATE_HELD(50),
    /** A sink keeps values whose newer revisions go to other sinks. */
    LEFT_BEHIND(52),
    /** Somebody had the results of a drop published whatever its gate is. */
    GATE_OPENED(51),
    /** An API key was made. */
    KEY_MADE(70),
    /** An API key was revoked. */
    KEY_REVOKED(71),
    /** Somebody had a publication sent once more. */
    REPLAYED(80),
    /** A webhook did not take notices for a day: they are not sent any more by themselves. */
    WEBHOOK_GIVEN_UP(90),
    /** A result file ends in the middle of a line however often it is read; it was taken up to its last whole line. */
    RESULTS_CUT(40),
    /** Too many of the first answers with a recipe break a rule; the other records are held. */
    CANARY_FAILED(81),
    /** Real-time calls were under way when Caravan ended: they may have been run, and be billed. */
    CALLS_UNKNOWN(82),
    /** Somebody made a credential or a batch model over HTTP. */
    SETUP_MADE(100),
    /** Somebody changed a credential or a batch model over HTTP. */
    SETUP_CHANGED(101),
    /** Somebody deleted a credential or a batch model over HTTP. */
    SETUP_REMOVED(102),
    /** A secret in the ledger can't be opened with the key there is; nothing is sent with its credential. */
    SECRET_CLOSED(103),
    /** Somebody asked a batch model about one record or text, to see what it answers. */
    MODEL_TRIED(104),
    /** A process runs with the files of routes and configuration as they are now. */
    RELOADED(120),
    /** Files of routes and configuration have problems: the process runs on with what it had. */
    RELOAD_REFUSED(121),
    /** A process could not start with the files of routes and configuration, and runs with the last good copy of them. */
    FELL_BACK(122),
    /** A process that works on this ledger was not heard of for too long; what it was at is done by others. */
    NODE_DEAD(110),
    /** Something that only a newer Caravan, which works on this ledger too, has a word for. Never written. */
    OF_A_NEWER_CARAVAN(999);

    private final int code;

    EventKind(int code) {
        this.code = code;
    }

    /** The number stored in the ledger. */
    public int code() {
        return code;
    }
}
