package dev.caravan.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The formats that sinks of files and objects know. */
public final class ContentFormats {
    private final List<ContentFormat> formats;

    ContentFormats(List<ContentFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /** @throws SinkException naming the formats there are */
    public ContentFormat named(String name, DeliveryInHand delivery) throws SinkException {
        for (ContentFormat format : formats) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        throw SinkException.forGood("Unknown format \"" + name + "\" for sink " + delivery.getSink() + ". Known: "
                + String.join(
                        ", ", formats.stream().map(ContentFormat::name).sorted().toList()));
    }

    /** JSONL: the content as it was frozen. */
    static final class Jsonl implements ContentFormat {
        @Override
        public String name() {
            return "jsonl";
        }

        @Override
        public void write(DeliveryInHand delivery, OutputStream out) throws IOException {
            delivery.copyTo(out);
        }

        @Override
        public boolean isSame(DeliveryInHand delivery, Path made, Path there) throws IOException {
            return Files.mismatch(made, there) < 0;
        }
    }

    /** CSV. */
    record Csv(Columns columns) implements ContentFormat {
        @Override
        public String name() {
            return "csv";
        }

        @Override
        public void write(DeliveryInHand delivery, OutputStream out) throws IOException {
            delivery.check();
            CsvContent.write(delivery, columns.of(delivery), out);
        }

        @Override
        public boolean isSame(DeliveryInHand delivery, Path made, Path there) throws IOException {
            return Files.mismatch(made, there) < 0;
        }
    }
}
