package dev.caravan.provider.vertex;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import dev.caravan.provider.Account;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.PollStep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a job in Cloud Storage, through Google's own client. Not through the component google-storage: that reads
 * an object into memory as a whole, lists a bucket into one list, and knows one client for each endpoint, not for each
 * credential.
 */
final class VertexObjects {
    static final String INPUTS = "in/";
    static final String INPUT = ".jsonl";
    static final String OUTPUTS = "out/";

    private final Buckets buckets;

    VertexObjects(Buckets buckets) {
        this.buckets = buckets;
    }

    /** Streams the request file into an object that must not be there yet. Its time is the provider's own. */
    void upload(Account account, CreateTry attempt) {
        Gs place = place(account).below(INPUTS + attempt.token() + INPUT);
        BlobInfo object = BlobInfo.newBuilder(place.object())
                .setContentType("application/jsonl")
                .build();
        try (InputStream in = attempt.openRequests()) {
            Blob blob = buckets.of(account).createFrom(object, in, BlobWriteOption.doesNotExist());
            if (blob.getSize() == null || blob.getSize() != attempt.requestBytes()) {
                attempt.failed(trouble(
                        "incomplete",
                        place.uri() + " holds " + blob.getSize() + " bytes of " + attempt.requestBytes()));
                return;
            }
            attempt.uploaded(place.uri(), date(blob.getCreateTimeOffsetDateTime()));
        } catch (IOException | StorageException e) {
            attempt.failed(failure(place, e));
        }
    }

    void status(Account account, PollStep step, VertexStatus job) {
        if (!job.isTerminal()) {
            step.status(job.with(Map.of()));
            return;
        }
        Gs place = place(account);
        Gs output = job.output(place);
        try {
            Map<String, String> files = output == null
                    ? Map.of()
                    : Shards.below(output, buckets.of(account)).files(job.isCounted());
            step.status(job.with(files));
        } catch (IOException | StorageException | IllegalStateException e) {
            step.failed(failure(output == null ? place : output, e));
        }
    }

    void download(Account account, Download download) {
        Gs place = Gs.of(download.fileId());
        try {
            Blob blob = buckets.of(account).get(place.object());
            if (blob == null) {
                download.failed(trouble("NOT_FOUND", place.uri() + " is no longer there"));
                return;
            }
            try (InputStream body = new WholeObject(
                    Channels.newInputStream(blob.reader(Blob.BlobSourceOption.generationMatch())), blob.getSize())) {
                download.save(body, -1);
            }
        } catch (IOException | StorageException e) {
            download.failed(failure(place, e));
        }
    }

    static Gs output(Account account, CreateTry attempt) {
        return place(account).below(OUTPUTS + attempt.token() + "/");
    }

    static Gs place(Account account) {
        return Gs.of(Buckets.setting(account, VertexProtocol.BUCKET));
    }

    private static @Nullable String date(@Nullable OffsetDateTime time) {
        return time == null
                ? null
                : DateTimeFormatter.RFC_1123_DATE_TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static Failure trouble(String code, String message) {
        return new Failure(Kind.TRANSIENT, true, code, message, null, 0);
    }

    /** Nothing that happens in a bucket creates a job, so every failure is proof of that. */
    static Failure failure(Gs place, Exception e) {
        int status = e instanceof StorageException storage ? storage.getCode() : 0;
        Kind kind = status == 401 || status == 403 || status == 404 ? Kind.AUTH : Kind.TRANSIENT;
        String code = status > 0 ? "gcs_" + status : "gcs";
        return new Failure(kind, true, code, place.uri() + ": " + e.getMessage(), null, 0);
    }
}
