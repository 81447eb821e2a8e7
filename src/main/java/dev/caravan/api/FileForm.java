package dev.caravan.api;

import dev.caravan.ledger.StoredFiles.StoredFile;
import dev.caravan.submission.Caller;
import dev.caravan.submission.RefusedSubmission;
import dev.caravan.submission.UploadedFiles;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The form of an upload, read as it comes: the file goes to the spool, and what else there is may stand before or after it. */
final class FileForm {
    private static final int MOST_FIELDS = 20;
    private static final int MOST_CHARS = 1000;
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final UploadedFiles files;
    private final Caller caller;
    private final Map<String, String> fields = new HashMap<>();
    private UploadedFiles.@Nullable Received received;
    private String filename = "";

    FileForm(UploadedFiles files, Caller caller) {
        this.files = files;
        this.caller = caller;
    }

    /** @throws RefusedSubmission if the file is too large, or empty */
    StoredFile read(HttpServletRequest request) throws IOException, RefusedSubmission {
        try {
            parts(new FileUpload().getItemIterator(new Sent(request)));
            UploadedFiles.Received file = received;
            if (file == null) {
                throw bad("file", "The form has no part \"file\" with a filename");
            }
            purpose(fields.get("purpose"));
            return file.keep(caller, filename, lasting());
        } catch (FileUploadException | MultipartStream.MalformedStreamException | FileUploadIOException e) {
            throw bad(null, "The body is no multipart/form-data that can be read: " + e.getMessage());
        } finally {
            if (received != null) {
                received.close();
            }
        }
    }

    private void parts(FileItemIterator parts) throws IOException, FileUploadException, RefusedSubmission {
        while (parts.hasNext()) {
            FileItemStream part = parts.next();
            String name = String.valueOf(part.getFieldName());
            try (InputStream in = part.openStream()) {
                if (!name.equals("file")) {
                    field(name, in);
                } else if (received != null) {
                    throw bad("file", "The form has more than one file");
                } else {
                    filename =
                            part.getName() == null || part.getName().isBlank() ? "upload.jsonl" : named(part.getName());
                    received = files.receive(in);
                }
            }
        }
    }

    private void field(String name, InputStream in) throws IOException {
        byte[] value = in.readNBytes(4 * MOST_CHARS);
        if (fields.size() == MOST_FIELDS || in.read() >= 0) {
            throw bad(V1Refusal.brief(name), "The form has too many fields, or one that is too long");
        }
        fields.put(name, new String(value, StandardCharsets.UTF_8));
        if (name.equals("purpose")) {
            purpose(fields.get(name));
        }
    }

    /** As it was sent, but for what is no text: it is shown, and never a path. */
    private static String named(String name) {
        String text = name.replaceAll("\\p{Cntrl}", "");
        return text.substring(0, Math.min(text.length(), 255));
    }

    private static void purpose(@Nullable String purpose) {
        if (!UploadedFiles.PURPOSE.equals(purpose)) {
            throw bad(
                    "purpose",
                    "purpose must be \"batch\""
                            + (purpose == null ? "" : ", but is \"" + V1Refusal.brief(purpose) + "\"")
                            + ": files are kept here for nothing else");
        }
    }

    private @Nullable Duration lasting() {
        String seconds = fields.get("expires_after[seconds]");
        if (seconds == null) {
            return null;
        }
        if (!"created_at".equals(fields.getOrDefault("expires_after[anchor]", "created_at"))) {
            throw bad("expires_after.anchor", "anchor must be \"created_at\"");
        }
        Duration wanted = seconds.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
        if (wanted.compareTo(SHORTEST) < 0 || wanted.compareTo(LONGEST) > 0) {
            throw bad(
                    "expires_after.seconds", "seconds must be " + SHORTEST.toSeconds() + " to " + LONGEST.toSeconds());
        }
        return wanted;
    }

    private static V1Refusal bad(@Nullable String param, String message) {
        return new V1Refusal(HttpStatus.BAD_REQUEST, param, "invalid_form", message);
    }

    /** The request as the reader of forms wants it. */
    private record Sent(HttpServletRequest request) implements UploadContext {
        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public @Nullable String getContentType() {
            return request.getContentType();
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
