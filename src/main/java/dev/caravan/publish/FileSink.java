package dev.caravan.publish;

import dev.caravan.spool.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code fileSink}: writes a publication as one file of a folder, whole or not at all. */
public final class FileSink {
    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);

    private final ContentFormats formats;

    FileSink(ContentFormats formats) {
        this.formats = formats;
    }

    /**
     * Writes {@code <task>-p<publication>.<format>}. A file of that name with the same publication is a success: an
     * earlier send wrote it.
     *
     * @param directory made if it is not there; relative to the working folder
     * @param formatName jsonl, csv or parquet
     * @throws PublicationAlarm if a file of that name holds anything else; it is left as it is
     */
    public void write(DeliveryInHand delivery, String directory, String formatName) throws IOException {
        ContentFormat format = formats.named(formatName, delivery);
        Path folder = Path.of(directory);
        String name = "%s-p%06d.%s".formatted(delivery.getTask(), delivery.getPublication(), formatName);
        boolean isNew;
        try {
            isNew = WholeFile.write(
                    folder,
                    name,
                    out -> format.write(delivery, out),
                    (made, there) -> format.isSame(delivery, made, there));
        } catch (PublicationAlarm e) {
            throw e;
        } catch (IOException e) {
            throw StorageException.ofFolder(folder, e);
        }
        LOG.info(
                "Publication {} of {}: {} records {} {}",
                delivery.getPublication(),
                delivery.getTask(),
                delivery.getRecords(),
                isNew ? "written to" : "were already in",
                folder.resolve(name));
    }
}
