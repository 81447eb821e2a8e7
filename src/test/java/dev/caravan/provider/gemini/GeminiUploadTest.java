package dev.caravan.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Call;
import dev.caravan.provider.Reply;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiUploadTest {
    private static final String SESSION = "https://generativelanguage.googleapis.com/upload/v1beta/files?upload_id=u1";
    private static final Map<String, String> AT_NOON = Map.of("date", "noon");

    private final GeminiConversation gemini = Replies.conversation();
    private final GeminiAttempt attempt = GeminiAttempt.plain();
    private final GeminiUpload upload = gemini.beginUpload(attempt);

    private static String body(Call call) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Objects.requireNonNull(call.body()).writeTo(bytes);
        return bytes.toString(UTF_8);
    }

    private static Reply file(String state) throws Exception {
        return Replies.of(200, "{'file':{'name':'files/q1'" + state + "}}", AT_NOON);
    }

    @Test
    void opensASessionNamedLikeTheTry() throws Exception {
        Call call = gemini.startCall(attempt);
        assertThat(call.headers())
                .isEqualTo(Map.of(
                        "X-Goog-Upload-Protocol", "resumable",
                        "X-Goog-Upload-Command", "start",
                        "X-Goog-Upload-Header-Content-Length", "3",
                        "X-Goog-Upload-Header-Content-Type", "application/jsonl"));
        assertThat(body(call)).isEqualTo("{\"file\":{\"displayName\":\"t-1\"}}");
    }

    @Test
    void namesTheMediaTypeOfTheSetting() {
        GeminiAttempt plainText =
                new GeminiAttempt("generateContent", "gemini-2.5-flash", Map.of("upload-type", "text/plain"));
        assertThat(gemini.startCall(plainText).headers())
                .containsEntry("X-Goog-Upload-Header-Content-Type", "text/plain");
    }

    @Test
    void sendsAllBytesToTheSessionAtOnce() throws Exception {
        gemini.started(upload, Replies.of(200, "", Map.of("x-goog-upload-url", SESSION)));
        assertThat(upload.getUrl()).isEqualTo(SESSION);

        Call call = gemini.bytesCall(attempt);
        assertThat(call.headers())
                .isEqualTo(Map.of("X-Goog-Upload-Offset", "0", "X-Goog-Upload-Command", "upload, finalize"));
        assertThat(Objects.requireNonNull(call.body()).getContentLength()).isEqualTo(3);
        assertThat(body(call)).isEqualTo("{}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://example.org/x", "/upload"})
    void endsTheTryWithoutAnAddressForTheBytes(String session) throws Exception {
        gemini.started(upload, Replies.of(200, "", Map.of("x-goog-upload-url", session)));
        assertThat(attempt.log)
                .containsExactly(
                        "failed TRANSIENT proven upload_failed line 0: The provider gave no address for the upload");
        assertThat(upload.isUnchecked()).isFalse();
    }

    @Test
    void saysWhyASessionWasRefused() throws Exception {
        gemini.started(upload, Replies.error(400, "INVALID_ARGUMENT", "Unsupported MIME type: jsonl"));
        assertThat(attempt.log)
                .containsExactly("failed INVALID_REQUEST proven INVALID_ARGUMENT line 0: Unsupported MIME type: jsonl");
    }

    @Test
    void goesOnAtOnceWithAFileThatIsActive() throws Exception {
        gemini.sent(upload, file(",'state':'ACTIVE'"));
        assertThat(attempt.log).containsExactly("uploaded files/q1 at noon");
        assertThat(upload.isUnchecked()).isFalse();
        assertThat(attempt.goesOn()).isTrue();
    }

    @Test
    void waitsForAFileThatIsProcessed() throws Exception {
        gemini.sent(upload, file(",'state':'PROCESSING'"));
        assertThat(upload.isUnchecked()).isTrue();
        gemini.looked(upload, Replies.of(200, "{'name':'files/q1','state':'PROCESSING'}"));
        assertThat(attempt.log)
                .containsExactly("uploaded files/q1 at noon", "not yet, PT5S: its input files/q1 is still PROCESSING");
        assertThat(attempt.goesOn()).isFalse();
    }

    @Test
    void looksBeforeItSendsAgain() throws Exception {
        GeminiAttempt later = GeminiAttempt.withInput("files/q1");
        GeminiUpload again = gemini.beginUpload(later);
        assertThat(again.isHere()).isFalse();
        assertThat(again.isUnchecked()).isTrue();
        gemini.looked(again, Replies.of(200, "{'name':'files/q1','state':'ACTIVE'}"));
        assertThat(later.log).isEmpty();
        assertThat(later.goesOn()).isTrue();
    }

    @Test
    void endsTheTryWithAFileThatCouldNotBeProcessed() throws Exception {
        gemini.looked(upload, Replies.of(200, "{'name':'files/q1','state':'FAILED','error':{'message':'too odd'}}"));
        assertThat(attempt.log)
                .containsExactly("failed TRANSIENT proven upload_failed line 0: "
                        + "The provider could not process the uploaded file: too odd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':400,'message':'No','status':'INVALID_ARGUMENT'}}",
                "{'file':{'name':'files/../batches'}}",
                "{'file':{}}",
                "<html>"
            })
    void takesASuccessWithoutAFileForAFailure(String body) throws Exception {
        gemini.sent(upload, Replies.of(200, body));
        assertThat(attempt.log).singleElement().asString().startsWith("failed TRANSIENT in doubt http_200");
        assertThat(attempt.fileId()).isEmpty();
    }
}
