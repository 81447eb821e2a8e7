package dev.caravan.intake.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Rows of which some columns are repeated, some often null and some often equal. */
final class ManyPages {
    static final String SCHEMA =
            "message row { required binary id (STRING); optional int64 number; optional boolean flag;"
                    + " optional binary kind (ENUM); optional group tags (LIST) { repeated group list { optional binary element"
                    + " (STRING); } } optional double rate; }";
    private static final int ROWS = 1000;

    private ManyPages() {}

    static void write(Consumer<Consumer<Group>> row) {
        write(row, ROWS);
    }

    private static void write(Consumer<Consumer<Group>> row, int rows) {
        for (int i = 0; i < rows; i++) {
            int n = i;
            row.accept(group -> fill(group, n));
        }
    }

    private static void fill(Group group, int i) {
        group.append("id", "id-number-" + i);
        if (i % 3 > 0) {
            group.append("number", i * 1_000_003L).append("flag", i % 7 == 1);
        }
        if (i % 100 > 50) {
            group.append("kind", "kind" + i % 4).append("rate", i / 4.0);
        }
        if (i % 5 > 0) {
            Group tags = group.addGroup("tags");
            for (int tag = 1; tag < i % 5; tag++) {
                Group item = tags.addGroup("list");
                if (tag % 2 == 1) {
                    item.append("element", "tag" + tag);
                }
            }
        }
    }

    static List<String> expected() {
        return IntStream.range(0, ROWS).mapToObj(ManyPages::json).toList();
    }

    private static String json(int i) {
        List<String> tags = new ArrayList<>();
        for (int tag = 1; tag < i % 5; tag++) {
            tags.add(tag % 2 == 1 ? "\"tag" + tag + "\"" : "null");
        }
        return (i + 1) + " {\"flag\":" + (i % 3 > 0 ? i % 7 == 1 : "null") + ",\"id\":\"id-number-" + i + "\",\"kind\":"
                + (i % 100 > 50 ? "\"kind" + i % 4 + "\"" : "null") + ",\"number\":"
                + (i % 3 > 0 ? i * 1_000_003L : "null") + ",\"rate\":" + (i % 100 > 50 ? i / 4.0 : "null")
                + ",\"tags\":"
                + (i % 5 > 0 ? "[" + String.join(",", tags) + "]" : "null") + "}";
    }

    static int rowGroups(byte[] file) {
        int length = ByteBuffer.wrap(file, file.length - 8, 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length))
                    .getRow_groupsSize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without checksums, so that what is damaged is decoded. */
    static byte[][] smallFilesOfEveryEncoding() {
        List<byte[]> files = new ArrayList<>();
        for (WriterVersion version : WriterVersion.values()) {
            for (boolean dictionary : new boolean[] {true, false}) {
                for (var codec : List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY)) {
                    files.add(ParquetBytes.of(
                            SCHEMA,
                            writer -> {
                                writer.withCompressionCodec(codec).withWriterVersion(version);
                                writer.withDictionaryEncoding(dictionary).withPageWriteChecksumEnabled(false);
                                return writer;
                            },
                            row -> write(row, 60)));
                }
            }
        }
        return files.toArray(byte[][]::new);
    }
}
