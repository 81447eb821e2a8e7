package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.LineIndex;
import dev.caravan.simulator.core.SimulatorSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Brings the inputs of a job home, one behind the other. Read at the create already: what is deleted later is honoured
 * still, as a provider may that has begun to work.
 */
record Inputs(Buckets buckets, SimulatorSettings settings) {
    /** Which input a line is of, in the vendor document: name and number of lines. */
    static final String FILES = "files";

    /**
     * @param vendor gets the list of files
     * @return why the job is to fail; null if the inputs are there
     */
    @Nullable
    Finding fetch(S3Uri address, Path to, ObjectNode vendor) throws IOException {
        ArrayNode files = vendor.putArray(FILES);
        try {
            List<S3Uri> found = buckets.inputs(address);
            if (found.isEmpty()) {
                return doom("Amazon Bedrock found no .jsonl file below s3://%s/%s", address);
            }
            int before = 0;
            for (S3Uri file : found) {
                long most =
                        settings.of(BedrockSurface.NAME).path("maxFileBytes").asLong();
                if (buckets.size(file) > most) {
                    return doom("The input file s3://%s/%s is larger than " + most + " bytes", file);
                }
                try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.APPEND)) {
                    buckets.copy(file, out);
                }
                int lines = endLine(to);
                files.addObject().put("name", file.name()).put("lines", lines - before);
                before = lines;
            }
            return null;
        } catch (S3Exception e) {
            return e.statusCode() == 404
                    ? doom("Amazon Bedrock could not find s3://%s/%s", address)
                    : doom("The service role may not read s3://%s/%s: access denied", address);
        }
    }

    /** Ends the last line, so that another file may follow; returns the number of lines. */
    private static int endLine(Path file) throws IOException {
        try (SeekableByteChannel bytes =
                Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            if (bytes.size() > 0 && bytes.position(bytes.size() - 1).read(last) == 1 && last.get(0) != '\n') {
                bytes.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
        }
        try (LineIndex lines = LineIndex.open(file)) {
            return lines.count();
        }
    }

    private static Finding doom(String message, S3Uri about) {
        return new Finding("ValidationException", message.formatted(about.bucket(), about.key()), null, null);
    }
}
