package dev.caravan.submission;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.StoredFiles.StoredFile;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an upload is, in {@code files/<id>/file.json}: where it is, the file is known, whatever a ledger has forgotten. */
record FilePaper(
        String id,
        String workspace,
        String actor,
        String filename,
        String purpose,
        long bytes,
        String sha256,
        long at,
        @Nullable Long expires) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static FilePaper of(StoredFile file) {
        Instant expires = file.expiresAt();
        return new FilePaper(
                file.publicId(),
                file.workspace(),
                file.actor(),
                file.filename(),
                file.purpose(),
                file.bytes(),
                file.sha256(),
                file.createdAt().toEpochMilli(),
                expires == null ? null : expires.toEpochMilli());
    }

    StoredFile file() {
        return new StoredFile(
                id,
                workspace,
                actor,
                filename,
                purpose,
                UploadedFiles.path(id),
                bytes,
                sha256,
                Instant.ofEpochMilli(at),
                expires == null ? null : Instant.ofEpochMilli(expires),
                null);
    }

    void write(Spool spool) throws IOException {
        try (SpoolWriter out = spool.create(path(id))) {
            out.write(JSON.writeValueAsBytes(this));
            out.commit();
        }
    }

    static boolean exists(Spool spool, String publicId) throws IOException {
        return spool.exists(path(publicId));
    }

    static FilePaper read(Spool spool, String publicId) throws IOException {
        try (InputStream in = spool.open(path(publicId), 0)) {
            return JSON.readValue(in.readAllBytes(), FilePaper.class);
        }
    }

    static void delete(Spool spool, String publicId) throws IOException {
        spool.delete(path(publicId));
    }

    private static String path(String publicId) {
        return UploadedFiles.ROOT + publicId + "/file.json";
    }
}
