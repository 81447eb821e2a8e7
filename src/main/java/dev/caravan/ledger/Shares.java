package dev.caravan.ledger;

import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.Publications.Share;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Rows of what sinks get where that is not the whole publication as it is. */
final class Shares {
    private Shares() {}

    static void insert(Connection c, long publicationId, Share share) throws SQLException {
        Content content = share.content();
        Db.update(
                c,
                "INSERT INTO share (pub_id, sink, members, n, path, bytes, sha256, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                publicationId,
                share.sink(),
                MemberCodec.encode(share.members()),
                content.records(),
                content.path(),
                content.bytes(),
                content.sha256(),
                share.fields());
    }

    static List<Share> of(Connection c, long publicationId) throws SQLException {
        return Db.list(
                c,
                "SELECT sink, members, path, bytes, sha256, n, fields FROM share WHERE pub_id = ? ORDER BY sink",
                r -> new Share(
                        r.getString(1),
                        MemberCodec.decode(r.getBytes(2)),
                        new Content(r.getString(3), r.getLong(4), r.getString(5), r.getInt(6)),
                        r.getString(7)),
                publicationId);
    }

    /** Sinks of the publication that do not get this record. */
    static List<String> without(Connection c, long publicationId, long recordId) throws SQLException {
        return of(c, publicationId).stream()
                .filter(share -> share.members().runs().stream()
                        .noneMatch(run -> recordId >= run.firstId() && recordId < run.endId()))
                .map(Share::sink)
                .toList();
    }

    /** A sink that gets nothing has it already. */
    static boolean isEmpty(Connection c, long publicationId, String sink) throws SQLException {
        return Db.number(c, "SELECT count(*) FROM share WHERE pub_id = ? AND sink = ? AND n = 0", publicationId, sink)
                == 1;
    }

    /** A file of a publication, or of a sink's share of it, was written again. */
    static int repoint(Connection c, long publicationId, String path, String sha256) throws SQLException {
        String[] steps = path.split("/", -1);
        return steps.length > 3
                ? Db.update(
                        c,
                        "UPDATE share SET path = ?, sha256 = ? WHERE pub_id = ? AND sink = ?",
                        path,
                        sha256,
                        publicationId,
                        steps[2])
                : Db.update(c, "UPDATE publication SET path = ?, sha256 = ? WHERE id = ?", path, sha256, publicationId);
    }
}
