package dev.caravan.spool;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A store of write-once objects named by relative paths such as {@code batches/7/requests.jsonl}. A path never leaves the
 * spool: absolute paths and {@code ..} are refused.
 */
public interface Spool {

    /**
     * Asked before anything new is taken in, cut or downloaded; what is under way, and what makes room, does not ask.
     *
     * @throws StorageException if a disk has less room than is to stay free ({@link Room})
     */
    default void needRoom() throws StorageException {}

    /** Whether {@link #needRoom} would throw. */
    default boolean isShort() {
        try {
            needRoom();
            return false;
        } catch (StorageException e) {
            return true;
        }
    }

    /**
     * Starts an object. Nothing is visible under the path until {@link SpoolWriter#commit()} has made it durable.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the object exists
     */
    SpoolWriter create(String path) throws IOException;

    /**
     * Starts an object that grows: what was written can be read after each {@link SpoolWriter#force()}, before commit.
     * An unfinished one of the same path is overwritten.
     */
    SpoolWriter grow(String path) throws IOException;

    /** Takes a file into the spool by atomic rename, by a durable copy where a rename is impossible; then it is gone there. */
    void take(java.nio.file.Path from, String path) throws IOException;

    /** Reads from {@code offset} bytes on. */
    InputStream open(String path, long offset) throws IOException;

    boolean exists(String path) throws IOException;

    /** Size in bytes. */
    long size(String path) throws IOException;

    /** Removes an object; nothing happens if it is not there. */
    void delete(String path) throws IOException;

    /** Paths below a prefix such as {@code drops/}, in no order. To be closed. */
    Stream<String> list(String prefix) throws IOException;

    /** The names directly below a prefix that ends in {@code /}, each once. To be closed. */
    default Stream<String> folders(String prefix) throws IOException {
        return list(prefix)
                .map(path -> path.substring(prefix.length()))
                .filter(rest -> rest.indexOf('/') > 0)
                .map(rest -> rest.substring(0, rest.indexOf('/')))
                .distinct();
    }

    /** What tells this store from a copy of it: the address of a bucket, the folder's number in its file system. */
    String identity() throws IOException;

    /** What time it is where the bytes are, by an object written for it; empty if that can't be told. */
    default Optional<Instant> now() throws IOException {
        return Optional.empty();
    }

    /** When an object was written; empty if it is not there, or nobody knows. */
    default Optional<Instant> writtenAt(String path) throws IOException {
        return Optional.empty();
    }

    /**
     * A small look whether this store can be written now: a folder is written to, a bucket is only asked for an object.
     *
     * @throws IOException if it can't; the message is for an operator
     */
    void probe() throws IOException;

    /** Removes what writers left unfinished. Only for whoever is the only one to write here, before it begins. */
    default void removeUnfinished() throws IOException {}
}
