package dev.caravan.provider.vertex;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import dev.caravan.provider.Account;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Remains;
import dev.caravan.provider.Search;
import dev.caravan.provider.google.GoogleSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes in the bucket of a credential: single inputs, and whole folders of jobs, which are named like their try. */
final class VertexCleaner implements GoogleSearch.Cleaner {
    private static final Logger LOG = LoggerFactory.getLogger(VertexCleaner.class);
    private static final int MOST_LOST = 100;

    private final Account account;
    private final Buckets buckets;

    VertexCleaner(Account account, Buckets buckets) {
        this.account = account;
        this.buckets = buckets;
    }

    @Override
    public String permission() {
        return "storage.objects.delete, .get and .list in "
                + account.getSettings().getOrDefault(VertexProtocol.BUCKET, "");
    }

    /** The folder that its try had below the bucket of today, and those of its results, should that have been another. */
    @Override
    public List<String> remains(Remains left) {
        String folder = VertexObjects.OUTPUTS + left.token() + "/";
        Set<String> folders = new LinkedHashSet<>();
        folders.add(VertexObjects.place(account).below(folder).uri());
        for (String uri : left.files().values()) {
            int at = uri.indexOf("/" + folder);
            if (at >= 0) {
                folders.add(uri.substring(0, at + 1 + folder.length()));
            }
        }
        return List.copyOf(folders);
    }

    @Override
    public List<String> lost(Search search) {
        List<String> found = new ArrayList<>();
        Gs inputs = VertexObjects.place(account).below(VertexObjects.INPUTS);
        try {
            for (Blob blob : below(inputs).iterateAll()) {
                String name = blob.getName().substring(inputs.path().length());
                if (name.endsWith(VertexObjects.INPUT)
                        && blob.getCreateTimeOffsetDateTime() != null
                        && search.isLeftOver(
                                name.substring(0, name.length() - VertexObjects.INPUT.length()),
                                new Gs(inputs.bucket(), blob.getName()).uri(),
                                blob.getCreateTimeOffsetDateTime().toEpochSecond())) {
                    found.add(new Gs(inputs.bucket(), blob.getName()).uri());
                    if (found.size() == MOST_LOST) {
                        break;
                    }
                }
            }
        } catch (IOException | StorageException unanswered) {
            LOG.debug("The inputs in {} could not be listed", inputs.uri(), unanswered);
        }
        return found;
    }

    /** Deletes an object, or all that lies in a folder; null if nothing of it is there any more. */
    @Nullable
    Failure delete(@Nullable String uri) {
        if (uri == null || !Gs.isOne(uri)) {
            return new Failure(Failure.Kind.FATAL, true, "place", uri + " is no place in Cloud Storage", null, 0);
        }
        Gs place = Gs.of(uri);
        try {
            if (!uri.endsWith("/")) {
                return gone(place);
            }
            for (Blob blob : below(place).iterateAll()) {
                Failure stays = gone(new Gs(place.bucket(), blob.getName()));
                if (stays != null) {
                    return stays;
                }
            }
            return null;
        } catch (IOException | StorageException stillThere) {
            return VertexObjects.failure(place, stillThere);
        }
    }

    private @Nullable Failure gone(Gs place) throws IOException {
        Storage storage = buckets.of(account);
        storage.delete(place.object());
        return storage.get(place.object()) == null
                ? null
                : new Failure(Failure.Kind.TRANSIENT, true, "there", place.uri() + " is still there", null, 0);
    }

    private Page<Blob> below(Gs place) throws IOException {
        return buckets.of(account)
                .list(
                        place.bucket(),
                        BlobListOption.prefix(place.path()),
                        BlobListOption.pageSize(1000),
                        BlobListOption.fields(BlobField.NAME, BlobField.TIME_CREATED));
    }
}
