package dev.caravan.publish.bucket;

import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketStore;
import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.PublicationAlarm;
import dev.caravan.publish.SinkException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one object that a publication becomes. Its metadata name the publication and the hash of the frozen content; they
 * appear together with its bytes, so whoever finds them finds the whole object.
 */
record Target(BucketStore store, String key, Map<String, String> metadata) {
    static final String PUBLICATION = "caravan-publication";
    static final String CONTENT_HASH = "caravan-sha256";

    private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.{0,2}(/.*|$)");
    private static final Pattern CONTROL = Pattern.compile(".*\\p{Cntrl}.*", Pattern.DOTALL);

    /** @param folder below the prefix of the connection; empty for none */
    static Target of(BucketStore store, DeliveryInHand delivery, String folder, String format) throws SinkException {
        if (!folder.isEmpty()
                && (DOTS.matcher(folder).matches() || CONTROL.matcher(folder).matches())) {
            throw SinkException.forGood("its kamelet names a folder that can't be one. Expected one such as"
                    + " answers/tickets, without / at its ends. Nothing was sent");
        }
        String name = "%s-p%06d.%s".formatted(delivery.getTask(), delivery.getPublication(), format);
        return new Target(
                store,
                folder.isEmpty() ? name : folder + "/" + name,
                Map.of(PUBLICATION, delivery.getKey(), CONTENT_HASH, delivery.getSha256()));
    }

    String uri() {
        return store.uri(key);
    }

    /**
     * Whether the object is there already.
     *
     * @throws PublicationAlarm if another one has its key
     */
    boolean isThere() throws IOException {
        Optional<BucketObject> there = store.head(key);
        if (there.isEmpty()) {
            return false;
        }
        if (!there.get().metadata().entrySet().containsAll(metadata.entrySet())) {
            throw new PublicationAlarm(uri() + " exists with other content. It was left as it is, and nothing was"
                    + " written. Move it away if it is not wanted; it may come from another ledger");
        }
        return true;
    }
}
