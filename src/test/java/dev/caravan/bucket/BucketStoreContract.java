package dev.caravan.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every bucket does. Subclasses bring a server; each test has a connection whose prefix is its own. */
abstract class BucketStoreContract {
    static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    abstract BucketStore store();

    @Test
    void showsAnObjectOnlyWhenItIsCommitted() throws IOException {
        BucketStore store = store();
        try (BucketWriter out = store.create("a/b.txt", Map.of("sha256", ABC))) {
            out.write("abc".getBytes(UTF_8));
            assertThat(out.position()).isEqualTo(3);
            assertThat(store.head("a/b.txt")).isEmpty();
            BucketObject made = out.commit();
            assertThat(out.sha256()).isEqualTo(ABC);
            BucketObject there = store.head("a/b.txt").orElseThrow();
            assertThat(there.version()).isEqualTo(made.version());
            assertThat(there.size()).isEqualTo(3);
            assertThat(there.metadata()).containsEntry("sha256", ABC);
        }
        assertThat(read(store, "a/b.txt", null)).isEqualTo("abc".getBytes(UTF_8));
    }

    @Test
    void leavesNothingBehindWithoutCommit() throws IOException {
        BucketStore store = store();
        try (BucketWriter out = store.create("small", Map.of());
                BucketWriter large = store.create("large", Map.of())) {
            out.write(1);
            large.write(random(20 << 20));
        }
        assertThat(keys(store, "", 10)).isEmpty();
    }

    @Test
    void neverReplacesAnObject() throws IOException {
        BucketStore store = store();
        put(store, "a", "first");
        try (BucketWriter small = store.create("a", Map.of());
                BucketWriter large = store.create("a", Map.of())) {
            small.write(1);
            assertThatThrownBy(small::commit).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> {
                        large.write(random(9 << 20));
                        large.commit();
                    })
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(read(store, "a", null)).asString().isEqualTo("first");
    }

    @Test
    void writesAndReadsInPartsWhatIsLarge() throws IOException {
        BucketStore store = store();
        byte[] bytes = random(2 * PartWriter.PART_BYTES);
        for (int size : List.of(0, PartWriter.PART_BYTES, bytes.length, bytes.length - 1)) {
            byte[] part = java.util.Arrays.copyOf(bytes, size);
            BucketObject made = store.put("n" + size, new ByteArrayInputStream(part), Map.of("k", "v"));
            assertThat(made.size()).isEqualTo(size);
            assertThat(read(store, "n" + size, made.version())).isEqualTo(part);
            assertThat(store.head("n" + size).orElseThrow().metadata()).containsEntry("k", "v");
        }
    }

    @Test
    void readsRanges() throws IOException {
        BucketStore store = store();
        BucketObject made = put(store, "a", "0123456789");
        assertThat(store.read("a", made.version(), 3, 4)).asString().isEqualTo("3456");
        assertThat(store.read("a", null, 8, 100)).asString().isEqualTo("89");
        assertThat(store.read("a", null, 10, 1)).isEmpty();
        assertThatThrownBy(() -> store.read("none", null, 0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsOneVersionOrNothing() throws IOException {
        BucketStore store = store();
        BucketObject old = put(store, "a", "old");
        store.delete("a", old.version());
        BucketObject now = put(store, "a", "new!");
        assertThat(now.version()).isNotEqualTo(old.version());
        assertThatThrownBy(() -> store.read("a", old.version(), 0, 10)).isInstanceOf(BucketChangedException.class);
        assertThatThrownBy(() -> store.delete("a", old.version())).isInstanceOf(BucketChangedException.class);
        assertThatThrownBy(() -> store.copy(old, "b")).isInstanceOf(BucketChangedException.class);
        assertThat(keys(store, "", 10)).containsExactly("a");
    }

    @Test
    void listsInPages() throws IOException {
        BucketStore store = store();
        for (String key : List.of("z", "p/3", "p/1", "p/2", "pq")) {
            put(store, key, key);
        }
        BucketPage first = store.list("p/", null, 2);
        assertThat(first.objects()).extracting(BucketObject::key).containsExactly("p/1", "p/2");
        assertThat(first.objects()).extracting(BucketObject::size).containsExactly(3L, 3L);
        BucketPage second = store.list("p/", first.next(), 2);
        assertThat(second.objects()).extracting(BucketObject::key).containsExactly("p/3");
        assertThat(second.next()).isNull();
        assertThat(keys(store, "", 2)).containsExactly("p/1", "p/2", "p/3", "pq", "z");
        assertThat(first.objects().get(0).version())
                .isEqualTo(store.head("p/1").orElseThrow().version());
    }

    @Test
    void deletesOnce() throws IOException {
        BucketStore store = store();
        BucketObject made = put(store, "a", "x");
        assertThat(store.delete("a", made.version())).isTrue();
        assertThat(store.delete("a", made.version())).isFalse();
        assertThat(store.delete("a", null)).isFalse();
        put(store, "a", "y");
        assertThat(store.delete("a", null)).isTrue();
    }

    @Test
    void copiesWithMetadataAndNeverOverAnother() throws IOException {
        BucketStore store = store();
        BucketObject from = store.put("a", new ByteArrayInputStream(new byte[] {1, 2}), Map.of("k", "v"));
        store.copy(from, "done/7/a");
        BucketObject copy = store.head("done/7/a").orElseThrow();
        assertThat(copy.size()).isEqualTo(2);
        assertThat(copy.metadata()).containsEntry("k", "v");
        BucketObject other = put(store, "b", "other");
        assertThatThrownBy(() -> store.copy(other, "done/7/a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(store.head("done/7/a").orElseThrow().size()).isEqualTo(2);
        store.delete("a", null);
        assertThatThrownBy(() -> store.copy(from, "c")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void marksAnObjectWithoutANewVersion() throws IOException {
        BucketStore store = store();
        BucketObject made = store.put("a", new ByteArrayInputStream(new byte[1]), Map.of("k", "v"));
        store.mark(made, "other", "1");
        store.mark(made, "caravan", "read");
        assertThat(marks(made)).containsEntry("caravan", "read").containsEntry("other", "1");
        BucketObject now = store.head("a").orElseThrow();
        assertThat(now.version()).isEqualTo(made.version());
        assertThat(now.metadata()).containsEntry("k", "v");
    }

    /** Tags or metadata, wherever they are kept. */
    abstract Map<String, String> marks(BucketObject object);

    @Test
    void keepsNamesThatLookLikeSomethingElse() throws IOException {
        BucketStore store = store();
        List<String> names = names();
        for (String name : names) {
            put(store, name, "x");
        }
        assertThat(keys(store, "", 3)).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            BucketObject found = store.head(name).orElseThrow();
            assertThat(store.read(name, found.version(), 0, 5)).asString().isEqualTo("x");
            assertThat(store.uri(name)).matches("(s3|gs)://[A-Za-z0-9._~/%-]+");
            assertThat(store.delete(name, found.version())).isTrue();
        }
        assertThatThrownBy(() -> store.create("x".repeat(1025), Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.create("a", Map.of("k", "a\r\nb"))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Names that the server of the test takes. */
    List<String> names() {
        return List.of("a b+c%2F?&=#.csv", "ü/😀.csv", "quote\"'<>&.csv", "x".repeat(200), "tab\there", "a\\b", "~");
    }

    static BucketObject put(BucketStore store, String key, String text) throws IOException {
        return store.put(key, new ByteArrayInputStream(text.getBytes(UTF_8)), Map.of());
    }

    static byte[] read(BucketStore store, String key, String version) throws IOException {
        try (InputStream in = store.open(key, version, 0)) {
            return in.readAllBytes();
        }
    }

    static List<String> keys(BucketStore store, String prefix, int limit) throws IOException {
        List<String> keys = new ArrayList<>();
        String token = null;
        do {
            BucketPage page = store.list(prefix, token, limit);
            page.objects().forEach(object -> keys.add(object.key()));
            token = page.next();
        } while (token != null);
        return keys;
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
