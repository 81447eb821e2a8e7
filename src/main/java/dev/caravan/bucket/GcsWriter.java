package dev.caravan.bucket;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one object to GCS: in one request while it is small, else as a resumable upload. */
final class GcsWriter extends PartWriter {
    private final Storage client;
    private final GcsPlace place;
    private final String key;
    private final BlobInfo info;
    private final String mark;
    private @Nullable WriteChannel channel;

    GcsWriter(Storage client, GcsPlace place, String key, Map<String, String> metadata) {
        this.client = client;
        this.place = place;
        this.key = key;
        this.info =
                BlobInfo.newBuilder(place.id(key, null)).setMetadata(metadata).build();
        this.mark = String.valueOf(metadata.get(BucketKey.UPLOAD));
    }

    @Override
    void part(byte[] bytes, int length) throws IOException {
        try {
            if (channel == null) {
                channel = client.writer(info, Storage.BlobWriteOption.doesNotExist());
                channel.setChunkSize(PART_BYTES);
            }
            ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (StorageException | IOException e) {
            throw refused(e);
        }
    }

    @Override
    BucketObject finish(byte[] bytes, int length) throws IOException {
        try {
            if (channel == null) {
                return GcsPlace.object(
                        key, client.create(info, bytes, 0, length, Storage.BlobTargetOption.doesNotExist()));
            }
            part(bytes, length);
            channel.close();
            return own().orElseThrow(() -> new IOException(place.uri(key) + " was written, but is not there"));
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (StorageException | IOException e) {
            StorageException cause = GcsPlace.storage(e);
            if (cause != null && cause.getCode() == BucketErrors.PRECONDITION) {
                // The client repeats a request whose answer was lost, and then meets its own object.
                Optional<BucketObject> own = own();
                if (own.isPresent()) {
                    return own.get();
                }
            }
            throw refused(e);
        }
    }

    private Optional<BucketObject> own() throws IOException {
        try {
            return Optional.ofNullable(client.get(place.id(key, null)))
                    .map(blob -> GcsPlace.object(key, blob))
                    .filter(there -> mark.equals(there.metadata().get(BucketKey.UPLOAD)));
        } catch (StorageException e) {
            throw place.error(key, null, e);
        }
    }

    private IOException refused(Exception e) {
        StorageException cause = GcsPlace.storage(e);
        if (cause != null && cause.getCode() == BucketErrors.PRECONDITION) {
            var taken = new FileAlreadyExistsException(place.uri(key), null, "objects are written once");
            taken.initCause(e);
            return taken;
        }
        return e instanceof FileAlreadyExistsException known ? known : place.error(key, null, e);
    }

    @Override
    void abandon() {
        // Closing the channel would make the object. What was sent is forgotten by Google after a week.
        channel = null;
    }
}
