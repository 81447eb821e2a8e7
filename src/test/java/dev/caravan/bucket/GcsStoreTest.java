package dev.caravan.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.bucket.BucketSettings.Access;
import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.testkit.GcsServer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcsStoreTest extends BucketStoreContract {
    @TempDir
    Path folder;

    private GcsServer server;
    private Buckets buckets;

    @BeforeEach
    void connect() throws IOException {
        server = new GcsServer("acme-archive");
        Path account = server.serviceAccount(folder.resolve("account.json"));
        buckets = new Buckets(Map.of("archive", settings(Access.keyFile(account.toString()))));
    }

    @AfterEach
    void disconnect() {
        buckets.close();
        server.close();
    }

    private BucketSettings settings(Access access) {
        return new BucketSettings(
                "archive",
                Kind.GCS,
                "acme-archive",
                "in/",
                Optional.empty(),
                Optional.of(server.endpoint().toString()),
                false,
                access);
    }

    @Override
    BucketStore store() {
        try {
            return buckets.store("archive");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    Map<String, String> marks(BucketObject object) {
        return server.client().get("acme-archive", "in/" + object.key()).getMetadata();
    }

    @Override
    List<String> names() {
        List<String> names = new ArrayList<>(super.names());
        names.addAll(List.of("a", "a/", "a//b", "a/../b", "/a", "x".repeat(1000)));
        return names;
    }

    @Test
    void saysWhichConnectionHasNoRight() {
        try (Buckets nobody = new Buckets(Map.of("archive", settings(Access.anonymous())))) {
            assertThatThrownBy(() -> nobody.store("archive").head("a"))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageStartingWith("gs://acme-archive/in/a: connection \"archive\" may not do this (401 ");
        }
    }

    @Test
    void saysWhichKeyFileCannotBeRead() {
        String missing = folder.resolve("missing.json").toString();
        try (Buckets broken = new Buckets(Map.of("archive", settings(Access.keyFile(missing))))) {
            assertThatThrownBy(() -> broken.store("archive"))
                    .hasMessage("The service account of bucket connection \"archive\" can't be read from " + missing
                            + ": expected the JSON key file of Google");
        }
    }

    @Test
    void readsALargeObjectInFewCalls() throws IOException {
        byte[] bytes = random(20 << 20);
        BucketObject made = store().put("big", new java.io.ByteArrayInputStream(bytes), Map.of());
        server.calls().clear();
        assertThat(read(store(), "big", made.version())).isEqualTo(bytes);
        assertThat(server.calls()).hasSizeLessThan(10).allMatch(call -> call.startsWith("GET "));
    }
}
