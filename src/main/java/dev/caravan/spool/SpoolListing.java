package dev.caravan.spool;

import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketPage;
import dev.caravan.bucket.BucketStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The paths below a prefix, page by page; the parts of a grown object, which stand side by side, are one path. */
final class SpoolListing implements Iterator<String> {
    private static final int PAGE = 1000;
    private final BucketStore store;
    private final String prefix;
    private Iterator<BucketObject> page;
    private @Nullable String token;
    private String last = "";
    private @Nullable String next;

    /** @throws IOException if the first page can't be read */
    SpoolListing(BucketStore store, String prefix) throws IOException {
        this.store = store;
        this.prefix = prefix;
        this.page = List.<BucketObject>of().iterator();
        turn();
    }

    Stream<String> paths() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(this, Spliterator.DISTINCT | Spliterator.NONNULL), false);
    }

    private void turn() throws IOException {
        BucketPage turned = store.list(prefix, token, PAGE);
        page = turned.objects().iterator();
        token = turned.next();
    }

    @Override
    public boolean hasNext() {
        while (next == null && (page.hasNext() || token != null)) {
            if (page.hasNext()) {
                String path = GrownParts.pathOf(page.next().key());
                if (!path.equals(last)) {
                    last = path;
                    next = path;
                }
            } else {
                try {
                    turn();
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            }
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        String path = next;
        next = null;
        return path;
    }
}
