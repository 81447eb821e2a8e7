package dev.caravan.simulator.core;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * One multipart upload, read as a stream: the part {@code file} goes to disk while it arrives, the small fields stay
 * here. Works only for calls that are {@link Surface#raw}.
 *
 * @param filename null when no part {@code file} came
 * @param bytes length of the file
 */
public record Multipart(
        Map<String, String> fields, @Nullable String filename, long bytes) {
    private static final int MAX_FIELD_BYTES = 10_000;

    /** An upload that no vendor would take. */
    public static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final Why why;

        Unfit(Why why, String detail) {
            super(detail);
            this.why = why;
        }

        public Why why() {
            return why;
        }
    }

    /** What is wrong; the message of {@link Unfit} says what it is about. */
    public enum Why {
        /** Not multipart; the message is the content type. */
        CONTENT_TYPE,
        /** A part that is neither the file nor among the fields; the message is its name. */
        UNKNOWN_FIELD,
        /** The file has more bytes than allowed. */
        TOO_LARGE,
        /** The body can't be read; the message says why. */
        MALFORMED
    }

    /**
     * Reads an upload.
     *
     * @param target written, whole or not; the caller deletes it
     * @param names of the fields that may come with the file
     */
    public static Multipart read(HttpServletRequest request, Path target, long maxFileBytes, Set<String> names)
            throws IOException, Unfit {
        String contentType = request.getHeader("Content-Type");
        if (contentType == null || !contentType.startsWith("multipart/form-data")) {
            throw new Unfit(Why.CONTENT_TYPE, String.valueOf(contentType));
        }
        Map<String, String> fields = new TreeMap<>();
        String filename = null;
        long bytes = 0;
        try {
            FileItemIterator parts = new FileUpload().getItemIterator(new Body(request, contentType));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                String name = String.valueOf(part.getFieldName());
                try (InputStream in = part.openStream()) {
                    if (name.equals("file")) {
                        filename = part.getName() == null ? "upload" : part.getName();
                        bytes = copy(in, target, maxFileBytes);
                    } else if (names.contains(name)) {
                        fields.put(name, new String(in.readNBytes(MAX_FIELD_BYTES), StandardCharsets.UTF_8));
                    } else {
                        throw new Unfit(Why.UNKNOWN_FIELD, name);
                    }
                }
            }
        } catch (FileUploadException e) {
            throw new Unfit(Why.MALFORMED, String.valueOf(e.getMessage()));
        }
        return new Multipart(fields, filename, bytes);
    }

    private static long copy(InputStream in, Path target, long max) throws IOException, Unfit {
        long bytes = 0;
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
                if (bytes > max) {
                    throw new Unfit(Why.TOO_LARGE, "more than %d bytes".formatted(max));
                }
                out.write(buffer, 0, n);
            }
        }
        return bytes;
    }

    private record Body(HttpServletRequest request, String contentType) implements UploadContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public long contentLength() {
            return request.getContentLengthLong();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return request.getInputStream();
        }
    }
}
