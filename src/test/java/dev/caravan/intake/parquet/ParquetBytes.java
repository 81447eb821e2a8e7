package dev.caravan.intake.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet as the vendor's own library does. */
public final class ParquetBytes {
    /** Fills groups of a schema and writes them. */
    public interface Rows {
        void write(Consumer<Consumer<Group>> row);
    }

    private ParquetBytes() {}

    static byte[] of(String schema, Rows rows) {
        return of(schema, writer -> writer, rows);
    }

    static byte[] of(String schema, UnaryOperator<ExampleParquetWriter.Builder> how, Rows rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(new Memory(bytes), schema, how, rows);
        return bytes.toByteArray();
    }

    public static void write(
            OutputFile file, String schema, UnaryOperator<ExampleParquetWriter.Builder> how, Rows rows) {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        SimpleGroupFactory groups = new SimpleGroupFactory(type);
        var builder = ExampleParquetWriter.builder(file).withType(type);
        builder.withConf(new PlainParquetConfiguration());
        try (ParquetWriter<Group> writer = how.apply(builder).build()) {
            rows.write(fill -> {
                Group group = groups.newGroup();
                fill.accept(group);
                try {
                    writer.write(group);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Memory(ByteArrayOutputStream bytes) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSize) {
            return new PositionOutputStream() {
                @Override
                public long getPos() {
                    return bytes.size();
                }

                @Override
                public void write(int b) {
                    bytes.write(b);
                }

                @Override
                public void write(byte[] from, int offset, int length) {
                    bytes.write(from, offset, length);
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSize) {
            return create(blockSize);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
