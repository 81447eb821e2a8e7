package dev.caravan.intake.parquet;

import dev.caravan.intake.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;

/** A file with what its index says of it. */
record ParquetFile(FileChannel channel, MessageType schema, List<RowGroup> rowGroups) implements Closeable {
    private static final int MARK = 4;
    /** The length of the index and the mark. */
    private static final int TAIL = 8;

    /** @param mostIndex bytes that the index may take */
    static ParquetFile of(FileChannel channel, long mostIndex) throws IOException {
        try {
            FileMetaData index = index(channel, mostIndex);
            return new ParquetFile(channel, ParquetSchema.of(index), List.copyOf(index.getRow_groups()));
        } catch (Damaged e) {
            throw new UnreadableFileException(0, "not a Parquet file, or damaged: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new UnreadableFileException(0, "damaged: its index can't be read (" + e + ")", e);
        }
    }

    private static FileMetaData index(FileChannel channel, long most) throws IOException {
        long size = channel.size();
        if (size < MARK + TAIL) {
            throw new Damaged("it has only " + size + " bytes");
        }
        ByteBuffer tail = ByteBuffer.wrap(read(channel, size - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
        long length = Integer.toUnsignedLong(tail.getInt());
        String mark = text(tail.array(), MARK);
        if (mark.equals("PARE")) {
            throw new UnreadableFileException(0, "the file is encrypted; drop one that is not");
        }
        if (!mark.equals("PAR1") || !text(read(channel, 0, MARK), 0).equals("PAR1")) {
            throw new Damaged("it does not begin and end with PAR1");
        }
        if (length > size - MARK - TAIL) {
            throw new Damaged("its index is said to be longer than the file");
        }
        if (length > most) {
            throw new UnreadableFileException(
                    0,
                    "its index has " + length + " bytes; at most " + most
                            + ": write the file with fewer row groups or columns, or give more memory (-Xmx)");
        }
        byte[] bytes = read(channel, size - TAIL - length, (int) length);
        CompactCheck.length(bytes);
        return parse(bytes);
    }

    private static FileMetaData parse(byte[] bytes) throws Damaged {
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new Damaged("its index can't be read (" + e.getMessage() + ")");
        }
    }

    private static String text(byte[] bytes, int from) {
        return new String(bytes, from, MARK, StandardCharsets.ISO_8859_1);
    }

    /** These bytes of the file. */
    static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("the local copy is shorter than it was");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
