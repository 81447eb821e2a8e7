package dev.caravan.simulator;

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
 * One multipart upload, read as a stream: the file goes to disk while it arrives, the small fields stay here.
 *
 * @param filename null when no part {@code file} came
 * @param bytes length of the file
 */
record Upload(Map<String, String> fields, @Nullable String filename, long bytes) {
    private static final int MAX_FIELD_BYTES = 10_000;
    private static final Set<String> FIELDS = Set.of("purpose", "expires_after[anchor]", "expires_after[seconds]");

    static Upload read(HttpServletRequest request, Path target, long maxFileBytes) throws IOException {
        String contentType = request.getHeader("Content-Type");
        if (contentType == null || !contentType.startsWith("multipart/form-data")) {
            throw ApiException.badRequest(
                    "Unsupported content type: '%s'. This API method only accepts 'multipart/form-data' requests."
                            .formatted(contentType),
                    null,
                    "unsupported_content_type");
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
                    } else if (FIELDS.contains(name)) {
                        fields.put(name, new String(in.readNBytes(MAX_FIELD_BYTES), StandardCharsets.UTF_8));
                    } else {
                        throw ApiException.badRequest(
                                "Unknown parameter: '%s'.".formatted(name), name, "unknown_parameter");
                    }
                }
            }
        } catch (FileUploadException e) {
            throw ApiException.badRequest("Could not parse multipart form: " + e.getMessage(), null, null);
        }
        return new Upload(fields, filename, bytes);
    }

    private static long copy(InputStream in, Path target, long max) throws IOException {
        long bytes = 0;
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
                if (bytes > max) {
                    throw new ApiException(
                            413,
                            "File is too large. The maximum size of a batch input file is %d bytes.".formatted(max),
                            "file",
                            "file_too_large");
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
