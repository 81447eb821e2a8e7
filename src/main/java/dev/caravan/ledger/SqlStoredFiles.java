package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link StoredFiles} in SQL. */
final class SqlStoredFiles implements StoredFiles {
    private static final String COLUMNS =
            "SELECT f.public_id, f.workspace, f.actor, f.filename, f.purpose, f.path, f.bytes,"
                    + " f.sha256, f.created_at, f.expires_at, (SELECT s.public_id FROM submission s WHERE s.id = f.submission_id)"
                    + " FROM file f ";

    private static final String UNUSED =
            "NOT EXISTS (SELECT 1 FROM submission s WHERE s.input_file = f.public_id AND s.state = 1)";

    private final Db db;

    SqlStoredFiles(Db db) {
        this.db = db;
    }

    @Override
    public void add(StoredFile file) {
        db.write(c -> insert(c, file, null));
    }

    /** @param submissionId whose output it is; null for an upload */
    static int insert(Connection c, StoredFile file, @Nullable Long submissionId) throws SQLException {
        Instant expires = file.expiresAt();
        return Db.update(
                c,
                "INSERT INTO file (public_id, workspace, actor, filename, purpose, path, bytes, sha256, created_at,"
                        + " expires_at, submission_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                file.publicId(),
                file.workspace(),
                file.actor(),
                file.filename(),
                file.purpose(),
                file.path(),
                file.bytes(),
                file.sha256(),
                file.createdAt().toEpochMilli(),
                expires == null ? null : expires.toEpochMilli(),
                submissionId);
    }

    @Override
    public Optional<StoredFile> find(String workspace, String publicId) {
        return db.read(c -> Db.one(
                c, COLUMNS + "WHERE f.public_id = ? AND f.workspace = ?", SqlStoredFiles::file, publicId, workspace));
    }

    @Override
    public List<StoredFile> list(String workspace, Page page) {
        List<@Nullable Object> values = new ArrayList<>(List.of(workspace));
        String where = "WHERE f.workspace = ?";
        if (page.purpose() != null) {
            where += " AND f.purpose = ?";
            values.add(page.purpose());
        }
        if (page.after() != null) {
            where += " AND f.id " + (page.newestFirst() ? "<" : ">")
                    + " (SELECT a.id FROM file a WHERE a.public_id = ? AND a.workspace = f.workspace)";
            values.add(page.after());
        }
        values.add(page.limit());
        String sql = COLUMNS + where + " ORDER BY f.id " + (page.newestFirst() ? "DESC" : "ASC") + " LIMIT ?";
        return db.read(c -> Db.list(c, sql, SqlStoredFiles::file, values.toArray()));
    }

    @Override
    public List<String> uploads() {
        return db.read(c -> Db.list(c, "SELECT public_id FROM file WHERE submission_id IS NULL", r -> r.getString(1)));
    }

    @Override
    public Optional<String> user(String publicId) {
        return db.read(c -> Db.one(
                c,
                "SELECT public_id FROM submission WHERE input_file = ? AND state = 1 ORDER BY id LIMIT 1",
                r -> r.getString(1),
                publicId));
    }

    @Override
    public boolean delete(String publicId) {
        return db.write(c -> Db.update(c, "DELETE FROM file AS f WHERE f.public_id = ? AND " + UNUSED, publicId) == 1);
    }

    @Override
    public List<String> expired(Instant now, int limit) {
        return db.read(c -> Db.list(
                c,
                "SELECT f.public_id FROM file f WHERE f.expires_at < ? AND " + UNUSED
                        + " ORDER BY f.expires_at LIMIT ?",
                r -> r.getString(1),
                now.toEpochMilli(),
                limit));
    }

    private static StoredFile file(ResultSet r) throws SQLException {
        long expires = r.getLong(10);
        Instant expiresAt = r.wasNull() ? null : Instant.ofEpochMilli(expires);
        return new StoredFile(
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.getString(6),
                r.getLong(7),
                r.getString(8),
                Instant.ofEpochMilli(r.getLong(9)),
                expiresAt,
                r.getString(11));
    }
}
