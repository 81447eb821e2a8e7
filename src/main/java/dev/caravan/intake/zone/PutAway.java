package dev.caravan.intake.zone;

import dev.caravan.bucket.BucketChangedException;
import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketStore;
import dev.caravan.ledger.Drops;
import dev.caravan.trace.Ids;
import dev.caravan.trace.InHand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves, tags or deletes objects whose drops have ended. May be interrupted anywhere and begun again. */
final class PutAway {
    static final String TAG = "caravan-drop";
    private static final int LONGEST_PATH = 400;
    private static final int SHORT_NAME = 60;
    private static final int MARK = 16;
    private static final Logger LOG = LoggerFactory.getLogger(BucketZones.class);
    private final Drops drops;

    PutAway(Drops drops) {
        this.drops = drops;
    }

    void run(ZoneObject found) throws IOException {
        BucketStore store = found.zone().store();
        BucketObject object = found.object();
        try {
            switch (found.zone().after()) {
                case MOVE -> {
                    copy(store, object, target(found));
                    store.delete(object.key(), object.version());
                }
                case DELETE -> store.delete(object.key(), object.version());
                case TAG -> store.mark(object, TAG, String.valueOf(found.dropId()));
                case LEAVE -> {}
            }
        } catch (NoSuchFileException | BucketChangedException settled) {
            // This version is gone; a newer one is a drop of its own.
            return;
        }
        drops.putAway(found.dropId());
        try (Ids ids = Ids.put(InHand.drop(found.dropId()))) {
            LOG.info(
                    "Drop {}: {} was put away (after: {})",
                    found.dropId(),
                    found.uri(),
                    found.zone().after().word());
        }
    }

    private static void copy(BucketStore store, BucketObject object, String target) throws IOException {
        try {
            store.copy(object, target);
        } catch (FileAlreadyExistsException mine) {
            // The name is made from URI and version: it is the same object, left by a process that was ended here.
        }
    }

    /** Where an object is moved to: unlike any other version of any other object. */
    static String target(ZoneObject found) {
        String path = found.zone().path(found.object());
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            int count = name.codePointCount(0, name.length());
            path = name.substring(name.offsetByCodePoints(0, Math.max(0, count - SHORT_NAME)));
        }
        String folder = found.hasFailed() ? "failed/" : "read/";
        return found.zone().moveTo() + folder + mark(found) + "/" + path;
    }

    private static String mark(ZoneObject found) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((found.uri() + "\n" + found.object().version()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, MARK);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
