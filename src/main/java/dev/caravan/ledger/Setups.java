package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Credentials and batch models that were made over HTTP. What they mean is not known here, nor what was sealed. */
public interface Setups {

    /** What an entry is. The codes are stored and never renumbered. */
    enum Kind {
        CREDENTIAL(1),
        MODEL(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** All of them, credentials first, in the order in which they were made. */
    List<Entry> list();

    Optional<Entry> find(Kind kind, String name);

    /**
     * Keeps a new one, with an event.
     *
     * @return false, and nothing is kept, if there is one of this name
     */
    boolean add(Draft draft, String actor, String event);

    /**
     * Keeps another content of an entry, with an event.
     *
     * @param seen the revision that the change was made from
     * @return false, and nothing is changed, if it is at another revision by now or gone
     */
    boolean change(Draft draft, Revision seen, String actor, String event);

    /**
     * Deletes an entry and its secrets, with an event.
     *
     * @return false, and nothing is deleted, if it is at another revision by now or gone
     */
    boolean remove(Kind kind, String name, Revision seen, String actor, String event);

    /** Keeps the same secrets sealed with another key. The revision stays; nothing is done if it is not the one given. */
    void resealed(Entry entry, List<KeptSecret> secrets);

    /** The first batches of a credential that are not final, or exist once more at the provider. */
    List<Long> openBatches(String credential, int limit);

    /** The first batches that are not final of a credential and a model, as recipes name it. */
    List<Long> openBatches(String credential, String recipeModel, int limit);

    /** Of these tasks, those of which anything is not answered yet. */
    List<String> unfinished(List<String> tasks);

    /** Which content of which entry of a name. */
    record Revision(long id, int number) {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})");

        /** For whoever sends it back with a change. */
        public String text() {
            return id + "." + number;
        }

        /** What {@link #text} said; a revision that no entry has if this is none. */
        public static Revision of(String text) {
            Matcher parts = TEXT.matcher(text);
            return parts.matches()
                    ? new Revision(Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)))
                    : new Revision(0, 0);
        }
    }

    /**
     * What is to be kept.
     *
     * @param body JSON without secrets
     */
    record Draft(Kind kind, String name, String body, List<KeptSecret> secrets) {
        public Draft {
            secrets = List.copyOf(secrets);
        }
    }

    /** What is kept. */
    record Entry(Draft draft, Revision revision, Touch made, Touch changed) {
        public String name() {
            return draft.name();
        }
    }

    /** Who did something, and when. */
    record Touch(String actor, Instant at) {}

    /**
     * A secret of an entry.
     *
     * @param part which one
     * @param reference the name of a place outside where it is; null where it is sealed
     * @param sealed null where there is a reference
     */
    record KeptSecret(
            String part,
            @Nullable String reference,
            @Nullable Sealed sealed,
            Touch set) {
        @Override
        public String toString() {
            return part + " ***";
        }
    }

    /**
     * Bytes that only whoever has the key can read.
     *
     * @param key an id of the key, which does not tell it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Sealed(String key, byte[] bytes) {}
}
