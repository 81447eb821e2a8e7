package dev.caravan.publish.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.jerolba.carpet.CarpetWriter;
import dev.caravan.publish.Column;
import dev.caravan.publish.Columns;
import dev.caravan.publish.ContentFormat;
import dev.caravan.publish.ContentLines;
import dev.caravan.publish.DeliveryInHand;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;

/**
 * Parquet, compressed with zstd. The hash of the frozen content stands in the footer under {@value #CONTENT_HASH}: two
 * files with the same one hold the same publication, whatever version of the library wrote them.
 */
final class ParquetFormat implements ContentFormat {
    static final String CONTENT_HASH = "caravan.sha256";

    /** A row group is held in memory until it is full. */
    private static final long ROW_GROUP_BYTES = 16L << 20;
    /**
     * How many rows may come before the library looks how much it holds. Its own guesses are a hundred rows at the start
     * and thousands behind small ones, which is too much of rows with a megabyte.
     */
    private static final int ROWS_UNLOOKED = 8;

    private final Columns columns;

    ParquetFormat(Columns columns) {
        this.columns = columns;
    }

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public void write(DeliveryInHand delivery, OutputStream out) throws IOException {
        delivery.check();
        List<Column> table = columns.of(delivery);
        try (CarpetWriter<JsonNode> writer = new CarpetWriter.Builder<>(new LeftOpen(out), JsonNode.class)
                        .withConf(new PlainParquetConfiguration())
                        .withWriteRecordModel(RowModel.of(table))
                        .withCompressionCodec(CompressionCodecName.ZSTD)
                        .withCodecFactory(new ZstdPages())
                        .withRowGroupSize(ROW_GROUP_BYTES)
                        .withMinRowCountForPageSizeCheck(1)
                        .withMaxRowCountForPageSizeCheck(ROWS_UNLOOKED)
                        .withExtraMetaData(CONTENT_HASH, delivery.getSha256())
                        .build();
                ContentLines lines = delivery.lines()) {
            for (JsonNode line = lines.next(); line != null; line = lines.next()) {
                writer.write(line);
            }
        }
    }

    @Override
    public boolean isSame(DeliveryInHand delivery, Path made, Path there) {
        var options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(there), options)) {
            return delivery.getSha256()
                    .equals(reader.getFileMetaData().getKeyValueMetaData().get(CONTENT_HASH));
        } catch (IOException | RuntimeException notParquet) {
            return false;
        }
    }

    /** The file is made durable after the last byte, so the writer must not close it. */
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
