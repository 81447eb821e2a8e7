package dev.caravan.protocol;

import dev.caravan.ledger.RecordState;
import dev.caravan.protocol.Publishing.Delivery;
import dev.caravan.protocol.Publishing.Pub;
import dev.caravan.protocol.Publishing.Row;
import dev.caravan.protocol.Publishing.Sender;
import dev.caravan.protocol.Publishing.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Publish (protocol.md, rules 34, 35 and 38 to 41) of two revisions of one source record, by two processes. */
final class PublishModel implements Model<Publishing> {

    /** A mistake that the protocol forbids. */
    enum Fault {
        /** Rule 38: who belongs to a publication is decided when its content is written. */
        MEMBERS_AT_WRITE,
        /** Rule 38: a locked row is superseded at once. */
        LOCKED_ROWS_CHANGE,
        /** Rule 39: the sink takes whatever comes last. */
        NO_COMPARISON,
        /** Rule 35: a publication that was delivered late is published over the newer one. */
        LATE_ONE_IS_PUBLISHED
    }

    private final PublishSteps publish;

    PublishModel(Set<Fault> faults) {
        this.publish = new PublishSteps(faults);
    }

    @Override
    public Publishing start() {
        Row first = new Row(RecordState.COMPLETED, 0, true, false);
        return new Publishing(List.of(first), List.of(), List.of(Sender.IDLE, Sender.IDLE), 0, "");
    }

    @Override
    public void next(Publishing s, Steps<Publishing> steps) {
        publish.world(s, steps);
        for (int n = 1; n <= 2; n++) {
            publish.next(s, n, steps);
            if (!s.sender(n).equals(Sender.IDLE)) {
                steps.to("crash of " + n, s.sender(n, Sender.IDLE));
            }
        }
    }

    @Override
    public Optional<String> violation(Publishing s) {
        if (!s.wrong().isEmpty()) {
            return Optional.of(s.wrong());
        }
        int seen = 0;
        for (Pub pub : s.pubs()) {
            if ((seen & pub.content()) != 0) {
                return Optional.of("one result is in two publications");
            }
            seen |= pub.content();
            if (pub.step() == Step.DONE && pub.landed() != pub.content()) {
                return Optional.of("the sink does not have what is called delivered");
            }
        }
        if (s.rows().stream()
                        .filter(row -> row.state() == RecordState.PUBLISHED)
                        .count()
                > 1) {
            return Optional.of("two revisions are published");
        }
        return lost(s);
    }

    private static Optional<String> lost(Publishing s) {
        for (int revision = 1; revision <= s.rows().size(); revision++) {
            Row row = s.row(revision);
            boolean done = row.pub() > 0 && s.pub(row.pub()).step() == Step.DONE;
            if (done && row.state() == RecordState.COMPLETED) {
                return Optional.of("revision " + revision + " was published and its row does not say so");
            }
            if (done && row.state() == RecordState.SUPERSEDED && !newerIsPublished(s, revision)) {
                return Optional.of("the sink holds revision " + revision + ", and no row says so");
            }
        }
        return Optional.empty();
    }

    static boolean newerIsPublished(Publishing s, int revision) {
        return revision < s.rows().size() && s.row(revision + 1).state() == RecordState.PUBLISHED;
    }

    @Override
    public boolean settled(Publishing s) {
        return s.rows().stream()
                        .allMatch(row -> row.state() == RecordState.PUBLISHED || row.state() == RecordState.SUPERSEDED)
                && s.pubs().stream().allMatch(pub -> pub.step() == Step.DONE && pub.flying() == 0)
                && s.senders().stream().allMatch(Sender.IDLE::equals)
                && s.sink() == s.rows().size();
    }

    @Override
    public long fingerprint(Publishing s) {
        var print = new Fingerprint().add(s.rows().size()).add(s.pubs().size()).add(s.sink());
        print.add(s.wrong().isEmpty());
        for (Row row : s.rows()) {
            print.add(row.state()).add(row.pub()).add(row.current()).add(row.stale());
        }
        for (Pub pub : s.pubs()) {
            print.add(pub.step()).add(pub.members()).add(pub.content()).add(pub.delivery());
            print.add(pub.owner()).add(pub.sends()).add(pub.landed()).add(pub.flying());
        }
        for (Sender sender : s.senders()) {
            print.add(sender.at()).add(sender.pub()).add(sender.bytes());
        }
        return print.value();
    }

    /** Who takes a delivery over from whoever is dead moves it from sending to sending. */
    @Override
    public void moves(Publishing before, Publishing after, Consumer<Move> made) {
        for (int i = 0; i < before.rows().size(); i++) {
            if (before.rows().get(i).state() != after.rows().get(i).state()) {
                made.accept(Move.of(
                        "RECORD",
                        before.rows().get(i).state(),
                        after.rows().get(i).state()));
            }
        }
        for (int i = 0; i < before.pubs().size(); i++) {
            Pub from = before.pubs().get(i);
            Pub to = after.pubs().get(i);
            if (from.step() != to.step()) {
                made.accept(Move.of("PUBLICATION", from.step(), to.step()));
            }
            boolean taken = to.delivery() == Delivery.SENDING && from.sends() != to.sends();
            if (from.delivery() != Delivery.NONE && (from.delivery() != to.delivery() || taken)) {
                made.accept(Move.of("DELIVERY", from.delivery(), to.delivery()));
            }
        }
    }
}
