package dev.caravan.publish.bucket;

import dev.caravan.bucket.BucketSettings;
import dev.caravan.bucket.BucketStore;
import dev.caravan.bucket.BucketWriter;
import dev.caravan.bucket.Buckets;
import dev.caravan.publish.ContentFormat;
import dev.caravan.publish.ContentFormats;
import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.PublicationAlarm;
import dev.caravan.publish.SinkException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code bucketSink}: writes a publication as one object of a bucket, whole or not at all, in parts of 8 MiB. The
 * key is the same at every send and the bucket takes it once, so a repetition finds what an earlier send wrote.
 */
public final class BucketSink {
    private static final Logger LOG = LoggerFactory.getLogger(BucketSink.class);
    private static final int BUFFER = 1 << 16;

    private final Buckets buckets;
    private final ContentFormats formats;

    BucketSink(Buckets buckets, ContentFormats formats) {
        this.buckets = buckets;
        this.formats = formats;
    }

    /**
     * Writes {@code <folder>/<task>-p<publication>.<format>} below the prefix of the connection.
     *
     * @param kind S3 or GCS; what the connection has to be
     * @param connection name in {@code buckets.yaml}
     * @param folder empty for none
     * @param formatName jsonl, csv or parquet
     * @throws PublicationAlarm if an object of that key holds anything else; it is left as it is
     */
    public void write(
            DeliveryInHand delivery, BucketSettings.Kind kind, String connection, String folder, String formatName)
            throws IOException {
        ContentFormat format = formats.named(formatName, delivery);
        try {
            Target target = Target.of(store(kind, connection), delivery, folder, formatName);
            boolean isNew = !target.isThere() && put(target, delivery, format);
            LOG.info(
                    "Publication {} of {}: {} records {} {}",
                    delivery.getPublication(),
                    delivery.getTask(),
                    delivery.getRecords(),
                    isNew ? "written to" : "were already in",
                    target.uri());
        } catch (PublicationAlarm | SinkException | InterruptedIOException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw SinkException.forGood(e.getMessage() + ". Nothing was sent");
        } catch (IOException e) {
            throw SinkException.again(String.valueOf(e.getMessage()));
        }
    }

    private BucketStore store(BucketSettings.Kind kind, String connection) throws IOException {
        BucketSettings settings = buckets.settings(connection);
        if (settings.kind() != kind) {
            throw SinkException.forGood("the bucket connection \"" + connection + "\" is of kind "
                    + (kind == BucketSettings.Kind.S3
                            ? "gcs, so its kamelet is gcs-sink"
                            : "s3, so its kamelet is s3-sink")
                    + ". Nothing was sent");
        }
        return buckets.store(connection);
    }

    /** Returns false if the object was there after all. */
    private static boolean put(Target target, DeliveryInHand delivery, ContentFormat format) throws IOException {
        // Parts that a dead process sent are paid until somebody ends the upload. Nobody else writes this key.
        target.store().abortUploads(target.key());
        try (BucketWriter object = target.store().create(target.key(), target.metadata())) {
            OutputStream out = new BufferedOutputStream(object, BUFFER);
            format.write(delivery, out);
            out.flush();
            object.commit();
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!target.isThere()) {
                throw e;
            }
            return false;
        }
    }
}
