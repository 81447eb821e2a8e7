package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Publications.Share;
import dev.caravan.task.Outlet;
import java.io.Closeable;
import java.io.IOException;

/** What one sink gets of a publication, while it is made. */
final class ShareInHand implements Closeable {
    private final Outlet outlet;
    private final FrozenFile file;
    private final LineWriter lines;
    private final Projection projection;
    private final Members.Builder members = new Members.Builder();
    private int records;

    ShareInHand(Outlet outlet, FrozenFile file, LineWriter lines, Projection projection) {
        this.outlet = outlet;
        this.file = file;
        this.lines = lines;
        this.projection = projection;
    }

    String sink() {
        return outlet.sink();
    }

    void add(Member member, JsonNode answer, byte[] asAnswered) throws IOException {
        lines.write(member, outlet.fields().isEmpty() ? asAnswered : projection.of(outlet, member, answer));
        members.add(member.recordId(), member.attempt());
        records++;
    }

    Share end() throws IOException {
        lines.flush();
        return new Share(outlet.sink(), members.build(), file.end(records), Projection.text(outlet.fields()));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
