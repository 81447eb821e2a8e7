package dev.caravan.retention;

import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Proofs.FileHash;
import dev.caravan.ledger.Proofs.Subject;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hashes of a drop's source and segments; each file is read once in its life. */
final class DropHashes {
    private static final Logger LOG = LoggerFactory.getLogger(DropHashes.class);

    private final Proofs proofs;
    private final Spool spool;

    DropHashes(Proofs proofs, Spool spool) {
        this.proofs = proofs;
        this.spool = spool;
    }

    /** Those that are there, the source first. */
    List<FileHash> of(Subject drop) throws IOException {
        if (drop.purgedAt() != null) {
            return List.of();
        }
        var known = proofs.files(drop.id()).stream().collect(Collectors.toMap(FileHash::path, file -> file));
        Set<String> paths = new LinkedHashSet<>();
        if (drop.source() != null) {
            paths.add(drop.source());
        }
        paths.addAll(proofs.segments(drop.id()));
        List<FileHash> hashes = new ArrayList<>();
        for (String path : paths) {
            FileHash hash = known.get(path);
            if (hash != null) {
                hashes.add(hash);
                continue;
            }
            try (InputStream in = spool.open(path, 0)) {
                Hashes.Sum sum = Hashes.of(in);
                hash = new FileHash(path, sum.bytes(), sum.sha256());
                proofs.hashed(drop.id(), hash);
                hashes.add(hash);
            } catch (NoSuchFileException gone) {
                LOG.warn("Drop {}: {} is not in the spool; its manifest does without its hash", drop.id(), path);
            }
        }
        return hashes;
    }
}
