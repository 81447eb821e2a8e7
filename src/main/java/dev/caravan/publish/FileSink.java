package dev.caravan.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code fileSink}: writes a publication as one file of a folder, whole or not at all. */
public final class FileSink {
    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);

    private final CsvColumns columns;

    FileSink(CsvColumns columns) {
        this.columns = columns;
    }

    /**
     * Writes {@code <task>-p<publication>.<format>}. A file of that name with the same bytes is a success: an earlier
     * send wrote it.
     *
     * @param directory made if it is not there; relative to the working folder
     * @param format jsonl or csv
     * @throws PublicationAlarm if a file of that name has other bytes; it is left as it is
     */
    public void write(DeliveryInHand delivery, String directory, String format) throws IOException {
        Path folder = Path.of(directory);
        String name = "%s-p%06d.%s".formatted(delivery.getTask(), delivery.getPublication(), format);
        boolean isNew = switch (format) {
            case "jsonl" -> WholeFile.write(folder, name, out -> copy(delivery, out));
            case "csv" -> WholeFile.write(folder, name, out -> csv(delivery, out));
            default ->
                throw new IllegalArgumentException(
                        "Unknown format \"" + format + "\" for sink " + delivery.getSink() + ". Known: jsonl, csv");
        };
        LOG.info(
                "Publication {} of {}: {} records {} {}",
                delivery.getPublication(),
                delivery.getTask(),
                delivery.getRecords(),
                isNew ? "written to" : "were already in",
                folder.resolve(name));
    }

    private static void copy(DeliveryInHand delivery, OutputStream out) throws IOException {
        Sha256Stream checked = new Sha256Stream(out);
        try (var content = delivery.open()) {
            content.transferTo(checked);
        }
        if (!checked.sha256().equals(delivery.getSha256())) {
            throw new PublicationAlarm("the content of publication " + delivery.getPublication()
                    + " in the spool is not what was frozen (sha256 " + delivery.getSha256()
                    + "). The spool was changed or is damaged: restore it from a copy. Nothing was written");
        }
    }

    private void csv(DeliveryInHand delivery, OutputStream out) throws IOException {
        copy(delivery, OutputStream.nullOutputStream());
        CsvContent.write(delivery, columns.of(delivery), out);
    }
}
