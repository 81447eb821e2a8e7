package dev.caravan.protocol;

import dev.caravan.ledger.RecordState;
import dev.caravan.protocol.PublishModel.Fault;
import dev.caravan.protocol.Publishing.At;
import dev.caravan.protocol.Publishing.Delivery;
import dev.caravan.protocol.Publishing.Pub;
import dev.caravan.protocol.Publishing.Row;
import dev.caravan.protocol.Publishing.Sender;
import dev.caravan.protocol.Publishing.Step;
import java.util.Set;
import java.util.stream.IntStream;

/** What two publishers, the sink and a newer revision do. */
record PublishSteps(Set<Fault> faults) {
    private static final int MOST_SENDS = 2;
    private static final int MOST_PUBS = 2;

    /** A second revision comes; what is on its way to the sink arrives or is lost; somebody replays what is dead. */
    void world(Publishing s, Model.Steps<Publishing> steps) {
        if (s.rows().size() == 1) {
            steps.to("revision 2 completed", revision(s));
        }
        for (int no = 1; no <= s.pubs().size(); no++) {
            Pub pub = s.pub(no);
            if (pub.flying() > 0) {
                steps.to("publication " + no + " arrives", arrives(s, no, pub));
                steps.to("publication " + no + " is lost", s.pub(no, pub.flying(0)));
            }
            if (pub.delivery() == Delivery.DEAD) {
                steps.to("replay of " + no, s.pub(no, pub.replayed()));
            }
        }
    }

    /** Rule 34: a row that is locked is marked; the published one stays until the newer is. */
    private Publishing revision(Publishing s) {
        Row first = s.row(1);
        boolean locked = first.pub() > 0 && !faults.contains(Fault.LOCKED_ROWS_CHANGE);
        Row older = first.state() == RecordState.COMPLETED && !locked
                ? first.older().state(RecordState.SUPERSEDED)
                : first.older();
        return s.row(1, older).newRow(new Row(RecordState.COMPLETED, 0, true, false));
    }

    /** Rule 41: created if absent under the name of the publication; rule 39: newer over older only. */
    private Publishing arrives(Publishing s, int no, Pub pub) {
        int revision = 32 - Integer.numberOfLeadingZeros(pub.flying());
        String wrong = "";
        if (pub.landed() > 0 && pub.landed() != pub.flying()) {
            wrong = "publication " + no + " came with two contents";
        } else if (revision < s.sink() && faults.contains(Fault.NO_COMPARISON)) {
            wrong = "revision " + revision + " came over revision " + s.sink() + " at the sink";
        }
        return s.pub(no, pub.landed(pub.flying())).sink(Math.max(revision, s.sink()), wrong);
    }

    void next(Publishing s, int n, Model.Steps<Publishing> steps) {
        Sender sender = s.sender(n);
        switch (sender.at()) {
            case IDLE -> {
                open(s, n, steps);
                claim(s, n, steps);
            }
            case WRITING -> seal(s, n, steps);
            case SENDING ->
                steps.to(
                        "40 sent by " + n,
                        s.pub(sender.pub(), s.pub(sender.pub()).flying(sender.bytes()))
                                .sender(n, sender.at(At.SENT)));
            case SENT -> reply(s, n, steps);
        }
    }

    /** Rule 38: members are stamped in the transaction that makes the publication. */
    private void open(Publishing s, int n, Model.Steps<Publishing> steps) {
        for (int no = 1; no <= s.pubs().size(); no++) {
            if (s.pub(no).step() == Step.OPEN) {
                steps.to("38 left open, taken by " + n, s.sender(n, new Sender(At.WRITING, no, written(s, no))));
            }
        }
        int ready = ready(s);
        if (ready == 0 || s.pubs().size() == MOST_PUBS) {
            return;
        }
        int no = s.pubs().size() + 1;
        Publishing opened = s.newPub(Pub.of(ready));
        if (!faults.contains(Fault.MEMBERS_AT_WRITE)) {
            for (int revision = 1; revision <= s.rows().size(); revision++) {
                if ((ready & bit(revision)) != 0) {
                    opened = opened.row(revision, s.row(revision).lock(no));
                }
            }
        }
        steps.to("38 opened by " + n, opened.sender(n, new Sender(At.WRITING, no, written(opened, no))));
    }

    private int ready(Publishing s) {
        return IntStream.rangeClosed(1, s.rows().size())
                .filter(revision -> isReady(s.row(revision)))
                .map(PublishSteps::bit)
                .sum();
    }

    private static boolean isReady(Row row) {
        return row.state() == RecordState.COMPLETED && row.pub() == 0 && row.current() && !row.stale();
    }

    private int written(Publishing s, int no) {
        return faults.contains(Fault.MEMBERS_AT_WRITE) ? ready(s) : s.pub(no).members();
    }

    private static int bit(int revision) {
        return 1 << (revision - 1);
    }

    private void seal(Publishing s, int n, Model.Steps<Publishing> steps) {
        Sender sender = s.sender(n);
        boolean open = s.pub(sender.pub()).step() == Step.OPEN;
        Publishing done = s.sender(n, Sender.IDLE);
        steps.to(
                (open ? "38 sealed by " : "stale: 38 sealed by ") + n,
                open ? done.pub(sender.pub(), s.pub(sender.pub()).sealed(sender.bytes())) : done);
    }

    /** In the order of publications; only dead ones do not hold up later ones. Counted before it is sent. */
    private void claim(Publishing s, int n, Model.Steps<Publishing> steps) {
        for (int no = 1; no <= s.pubs().size(); no++) {
            Pub pub = s.pub(no);
            if (pub.step() == Step.OPEN) {
                return;
            }
            if (pub.delivery() != Delivery.DELIVERED && pub.delivery() != Delivery.DEAD) {
                if (pub.sends() < MOST_SENDS + 1) {
                    steps.to(
                            "40 claimed by " + n,
                            s.pub(no, pub.claimed(n)).sender(n, new Sender(At.SENDING, no, pub.content())));
                } else {
                    steps.to("40 given up by " + n, s.pub(no, pub.claimed(n).ended(Delivery.DEAD)));
                }
                return;
            }
        }
    }

    private void reply(Publishing s, int n, Model.Steps<Publishing> steps) {
        int no = s.sender(n).pub();
        Pub pub = s.pub(no);
        Publishing idle = s.sender(n, Sender.IDLE);
        boolean mine = pub.owner() == n && pub.delivery() == Delivery.SENDING;
        if (!mine) {
            steps.to("stale: 40 reply to " + n, idle);
            return;
        }
        if (pub.landed() > 0 && pub.flying() == 0) {
            steps.to("41 delivered by " + n, published(idle.pub(no, pub.done()), no));
        }
        Delivery after = pub.sends() < MOST_SENDS ? Delivery.RETRY_WAIT : Delivery.DEAD;
        steps.to("40 failed for " + n, idle.pub(no, pub.ended(after)));
    }

    /** Rule 35: the older row is superseded in this transaction; one that comes late gives way to the newer. */
    private Publishing published(Publishing s, int no) {
        Publishing after = s;
        for (int revision = 1; revision <= s.rows().size(); revision++) {
            Row row = after.row(revision);
            boolean member = row.pub() == no || (s.pub(no).content() & bit(revision)) != 0;
            if (member && row.state() == RecordState.COMPLETED) {
                boolean late = PublishModel.newerIsPublished(after, revision);
                boolean gives = late && !faults.contains(Fault.LATE_ONE_IS_PUBLISHED);
                after = after.row(revision, row.state(gives ? RecordState.SUPERSEDED : RecordState.PUBLISHED));
                if (revision > 1 && after.row(revision - 1).state() == RecordState.PUBLISHED) {
                    after = after.row(revision - 1, after.row(revision - 1).state(RecordState.SUPERSEDED));
                }
            }
        }
        return after;
    }
}
