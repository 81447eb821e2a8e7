package dev.caravan.protocol;

import dev.caravan.ledger.RecordState;
import java.util.ArrayList;
import java.util.List;

/**
 * Two revisions of one source record on their way to one sink, and what the sink holds.
 *
 * @param rows the revisions, oldest first; the second may come at any time
 * @param pubs the publications, oldest first
 * @param sink what the sink holds: the revision, 0 for none
 * @param wrong what the sink was made to do that it must never see; empty while all is well
 */
record Publishing(List<Row> rows, List<Pub> pubs, List<Sender> senders, int sink, String wrong) {

    enum Step {
        OPEN,
        SEALED,
        DONE
    }

    enum Delivery {
        NONE,
        WAITING,
        SENDING,
        RETRY_WAIT,
        DELIVERED,
        DEAD
    }

    /** @param pub the publication that it is locked by, from 1; 0 for none */
    record Row(RecordState state, int pub, boolean current, boolean stale) {
        Row state(RecordState to) {
            return new Row(to, pub, current, stale);
        }

        Row lock(int by) {
            return new Row(state, by, current, stale);
        }

        Row older() {
            return new Row(state, pub, false, pub > 0);
        }
    }

    /**
     * @param members bit set of the revisions stamped with it
     * @param content what its sealed content holds, as such a bit set
     * @param landed what the sink has seen under its name, 0 for nothing yet
     * @param owner whose claim of the delivery holds
     * @param sends how often it was sent, counted before each
     * @param flying what is on its way to the sink, 0 for nothing
     */
    record Pub(Step step, int members, int content, Delivery delivery, int owner, int sends, int landed, int flying) {
        static Pub of(int members) {
            return new Pub(Step.OPEN, members, 0, Delivery.NONE, 0, 0, 0, 0);
        }

        Pub sealed(int with) {
            return new Pub(Step.SEALED, members, with, Delivery.WAITING, 0, 0, landed, flying);
        }

        Pub claimed(int by) {
            return new Pub(step, members, content, Delivery.SENDING, by, sends + 1, landed, flying);
        }

        Pub ended(Delivery to) {
            return new Pub(step, members, content, to, 0, sends, landed, flying);
        }

        Pub replayed() {
            return new Pub(step, members, content, Delivery.WAITING, 0, 0, landed, flying);
        }

        Pub done() {
            return new Pub(Step.DONE, members, content, Delivery.DELIVERED, 0, 0, landed, flying);
        }

        Pub landed(int with) {
            return new Pub(step, members, content, delivery, owner, sends, landed == 0 ? with : landed, 0);
        }

        Pub flying(int with) {
            return new Pub(step, members, content, delivery, owner, sends, landed, with);
        }
    }

    enum At {
        IDLE,
        WRITING,
        SENDING,
        SENT
    }

    /** A process. @param bytes the content that it has in hand */
    record Sender(At at, int pub, int bytes) {
        static final Sender IDLE = new Sender(At.IDLE, 0, 0);

        Sender at(At to) {
            return new Sender(to, pub, bytes);
        }
    }

    Row row(int revision) {
        return rows.get(revision - 1);
    }

    Pub pub(int no) {
        return pubs.get(no - 1);
    }

    Sender sender(int n) {
        return senders.get(n - 1);
    }

    Publishing row(int revision, Row to) {
        List<Row> changed = new ArrayList<>(rows);
        changed.set(revision - 1, to);
        return new Publishing(List.copyOf(changed), pubs, senders, sink, wrong);
    }

    Publishing newRow(Row row) {
        List<Row> more = new ArrayList<>(rows);
        more.add(row);
        return new Publishing(List.copyOf(more), pubs, senders, sink, wrong);
    }

    Publishing pub(int no, Pub to) {
        List<Pub> changed = new ArrayList<>(pubs);
        changed.set(no - 1, to);
        return new Publishing(rows, List.copyOf(changed), senders, sink, wrong);
    }

    Publishing newPub(Pub pub) {
        List<Pub> more = new ArrayList<>(pubs);
        more.add(pub);
        return new Publishing(rows, List.copyOf(more), senders, sink, wrong);
    }

    Publishing sender(int n, Sender to) {
        List<Sender> changed = n == 1 ? List.of(to, senders.get(1)) : List.of(senders.get(0), to);
        return new Publishing(rows, pubs, changed, sink, wrong);
    }

    Publishing sink(int holds, String complaint) {
        return new Publishing(rows, pubs, senders, holds, wrong.isEmpty() ? complaint : wrong);
    }
}
