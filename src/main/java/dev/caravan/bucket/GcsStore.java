package dev.caravan.bucket;

import com.google.api.gax.paging.Page;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link BucketStore} at Google Cloud Storage. */
final class GcsStore implements BucketStore {
    private static final int NO_SUCH_RANGE = 416;
    private final Storage client;
    private final GcsPlace place;

    GcsStore(Storage client, GcsPlace place) {
        this.client = client;
        this.place = place;
    }

    @Override
    public String uri(String key) {
        return place.uri(key);
    }

    @Override
    public BucketWriter create(String key, Map<String, String> metadata) {
        return new GcsWriter(client, place, key, BucketKey.metadata(metadata));
    }

    @Override
    public Optional<BucketObject> head(String key) throws IOException {
        try {
            return Optional.ofNullable(client.get(place.id(key, null))).map(blob -> GcsPlace.object(key, blob));
        } catch (StorageException e) {
            throw place.error(key, null, e);
        }
    }

    @Override
    public Optional<Instant> writtenAt(String key) throws IOException {
        try {
            return Optional.ofNullable(client.get(place.id(key, null)))
                    .map(blob -> blob.getCreateTimeOffsetDateTime())
                    .map(OffsetDateTime::toInstant);
        } catch (StorageException e) {
            throw place.error(key, null, e);
        }
    }

    @Override
    public byte[] read(String key, @Nullable String version, long offset, int length) throws IOException {
        try (ReadChannel channel = client.reader(place.id(key, version))) {
            channel.setChunkSize(0);
            channel.seek(offset);
            channel.limit(offset + length);
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until full or at the end
            }
            return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
        } catch (StorageException | IOException e) {
            StorageException cause = GcsPlace.storage(e);
            if (cause != null && cause.getCode() == NO_SUCH_RANGE) {
                return new byte[0];
            }
            if (cause != null && cause.getCode() == BucketErrors.NOT_FOUND && version != null) {
                throw goneOrChanged(key, version, cause);
            }
            throw place.error(key, version, e);
        }
    }

    // A generation that is not the live one reads as missing.
    private IOException goneOrChanged(String key, String version, StorageException e) throws IOException {
        return head(key).isPresent() ? new BucketChangedException(uri(key), version, e) : place.error(key, version, e);
    }

    @Override
    public BucketPage list(String prefix, @Nullable String token, int limit) throws IOException {
        List<BlobListOption> options = new ArrayList<>(List.of(
                BlobListOption.prefix(place.prefix() + prefix),
                BlobListOption.pageSize(limit),
                BlobListOption.fields(BlobField.NAME, BlobField.SIZE, BlobField.GENERATION)));
        if (token != null) {
            options.add(BlobListOption.pageToken(token));
        }
        try {
            Page<Blob> page = client.list(place.bucket(), options.toArray(BlobListOption[]::new));
            List<BucketObject> objects = new ArrayList<>();
            page.getValues().forEach(blob -> objects.add(GcsPlace.object(place.relative(blob.getName()), blob)));
            String next = page.getNextPageToken();
            return new BucketPage(objects, next == null || next.isEmpty() ? null : next);
        } catch (StorageException e) {
            throw place.error(prefix, null, e);
        }
    }

    @Override
    public boolean delete(String key, @Nullable String version) throws IOException {
        BlobSourceOption[] options = version == null
                ? new BlobSourceOption[0]
                : new BlobSourceOption[] {BlobSourceOption.generationMatch(Long.parseLong(version))};
        try {
            return client.delete(place.id(key, null), options);
        } catch (StorageException e) {
            // Google answers 412 also where there is nothing at all.
            if (e.getCode() == BucketErrors.PRECONDITION && head(key).isEmpty()) {
                return false;
            }
            throw place.error(key, version, e);
        }
    }

    @Override
    public void copy(BucketObject from, String to) throws IOException {
        try {
            client.copy(Storage.CopyRequest.newBuilder()
                            .setSource(place.id(from.key(), from.version()))
                            .setSourceOptions(BlobSourceOption.generationMatch(Long.parseLong(from.version())))
                            .setTarget(place.id(to, null), BlobTargetOption.doesNotExist())
                            .build())
                    .getResult();
        } catch (StorageException e) {
            if (e.getCode() == BucketErrors.PRECONDITION && head(to).isPresent()) {
                var taken = new FileAlreadyExistsException(uri(to), null, "objects are written once");
                taken.initCause(e);
                throw taken;
            }
            boolean gone = e.getCode() == BucketErrors.NOT_FOUND;
            throw gone ? goneOrChanged(from.key(), from.version(), e) : place.error(from.key(), from.version(), e);
        }
    }

    @Override
    public void mark(BucketObject object, String name, String value) throws IOException {
        BlobId id = place.id(object.key(), object.version());
        try {
            client.update(
                    BlobInfo.newBuilder(id).setMetadata(Map.of(name, value)).build(),
                    BlobTargetOption.generationMatch());
        } catch (StorageException e) {
            throw place.error(object.key(), object.version(), e);
        }
    }

    @Override
    public void abortUploads(String prefix) {
        // Google forgets unfinished uploads after a week; nobody sees or pays them.
    }
}
