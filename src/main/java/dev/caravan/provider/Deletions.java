package dev.caravan.provider;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look deletes at a provider, one call after the other: first inputs, then what settled batches left. Where the credential
 * is refused, nothing more of the same kind is tried in this look.
 */
public final class Deletions {
    private final Search search;
    private final String permission;
    private final Deque<One> waiting = new ArrayDeque<>();

    /** @param permission what a credential needs to delete, for a person */
    public Deletions(Search search, String permission) {
        this.search = search;
        this.permission = permission;
    }

    /** Inputs that are not waiting already. */
    public void inputs(Collection<String> ids) {
        ids.stream()
                .filter(id -> waiting.stream().noneMatch(one -> one.id.equals(id)))
                .forEach(id -> waiting.add(new One(id, null, true)));
    }

    /**
     * What one batch left: gone when the last of these ids is.
     *
     * @param listed whether the provider's list still has the batch then
     */
    public void remains(Remains of, List<String> ids, boolean listed) {
        if (ids.isEmpty()) {
            of.gone(listed);
        }
        ids.forEach(id -> waiting.add(new One(id, of, listed)));
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** What is to be deleted now; null for nothing. */
    public @Nullable String id() {
        return waiting.isEmpty() ? null : waiting.peek().id;
    }

    /** Whether {@link #id} is an input. */
    public boolean isInput() {
        return !waiting.isEmpty() && waiting.peek().of == null;
    }

    /** {@link #id} is gone: deleted now, or absent before. */
    public void gone() {
        One one = waiting.remove();
        if (one.of == null) {
            search.gone(one.id);
        } else if (waiting.stream().noneMatch(other -> other.of == one.of)) {
            one.of.gone(one.listed);
        }
    }

    /** {@link #id} is still there. */
    public void failed(Failure why) {
        One one = waiting.remove();
        boolean refused = why.kind() == Failure.Kind.AUTH;
        if (one.of == null) {
            search.stays(one.id);
        } else {
            waiting.removeIf(other -> other.of == one.of);
            one.of.failed(why);
        }
        if (refused) {
            search.refused(why, permission);
            waiting.removeIf(other -> (other.of == null) == (one.of == null));
        }
    }

    /** @param of null for an input */
    private record One(String id, @Nullable Remains of, boolean listed) {}
}
