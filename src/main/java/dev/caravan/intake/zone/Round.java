package dev.caravan.intake.zone;

import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketPage;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One look at everything in a zone; holds one page of its keys. Not thread-safe. */
final class Round implements Iterator<ZoneObject> {
    static final int PAGE = 1000;

    private final Zone zone;
    private final Drops drops;
    private final Ends ends;
    private final Deque<ZoneObject> ready = new ArrayDeque<>();
    private @Nullable String next;
    private boolean more = true;
    private boolean moving;

    /**
     * What a round asks and tells while it goes on.
     *
     * @param stop whether it is to end
     * @param parked whether an object gave trouble and is left alone for a while
     * @param rest is run at the end of a round that found nothing to do and nothing on its way
     */
    record Ends(BooleanSupplier stop, Parked parked, Runnable rest) {}

    Round(Zone zone, Drops drops, Ends ends) {
        this.zone = zone;
        this.drops = drops;
        this.ends = ends;
    }

    /** @throws UncheckedIOException if the bucket can't be listed */
    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && more && !ends.stop().getAsBoolean()) {
            try {
                load();
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        return !ready.isEmpty() && !ends.stop().getAsBoolean();
    }

    @Override
    public ZoneObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void load() throws IOException {
        BucketPage page = zone.store().list(zone.prefix(), next, PAGE);
        List<BucketObject> wanted = page.objects().stream().filter(zone::wants).toList();
        Map<Drops.Source, Drops.Seen> seen =
                drops.seen(zone.ledgerName(), wanted.stream().map(zone::uri).toList());
        for (BucketObject object : wanted) {
            consider(object, seen.get(new Drops.Source(zone.uri(object), object.version())));
        }
        next = page.next();
        more = next != null;
        if (!more && !moving) {
            ends.rest().run();
        }
    }

    private void consider(BucketObject object, Drops.@Nullable Seen seen) {
        boolean todo = seen == null || isToBePutAway(seen);
        boolean again = seen != null && seen.putAway() && mayComeAgain(seen);
        if (todo || again) {
            ZoneObject found = new ZoneObject(zone, object, again ? null : seen);
            if (!ends.parked().holds(found.toString())) {
                moving = true;
                ready.add(found);
            }
        }
        moving |= seen != null && isOnItsWay(seen);
    }

    /** What is read is put away as often as it comes back; only a tag stays. */
    private boolean isToBePutAway(Drops.Seen seen) {
        return switch (seen.state()) {
            case SEALED ->
                zone.after() == After.MOVE
                        || zone.after() == After.DELETE
                        || zone.after() == After.TAG && !seen.putAway();
            case FAILED -> zone.after() == After.MOVE && !seen.putAway();
            default -> false;
        };
    }

    /** What failed and was moved away has been brought back by somebody. */
    private boolean mayComeAgain(Drops.Seen seen) {
        return seen.state() == DropState.FAILED && zone.after() == After.MOVE;
    }

    private static boolean isOnItsWay(Drops.Seen seen) {
        return switch (seen.state()) {
            case ARRIVING, RECEIVED, READING -> true;
            default -> false;
        };
    }
}
