package dev.caravan.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.provider.ModelInquiry;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiConversationTest {
    private final GeminiConversation gemini = Replies.conversation();

    private static ModelInquiry account(Map<String, String> settings) {
        return new ModelInquiry("gemini", "http://localhost", "test", settings);
    }

    @ParameterizedTest
    @CsvSource({
        "generateContent, gemini-2.5-flash, /v1beta/models/gemini-2.5-flash:batchGenerateContent",
        "generateContent, models/gemini-2.5-flash, /v1beta/models/gemini-2.5-flash:batchGenerateContent",
        "embedContent, gemini-embedding-001, /v1beta/models/gemini-embedding-001:asyncBatchEmbedContent",
    })
    void namesTheModelInThePathOfTheCreate(String endpoint, String model, String path) {
        assertThat(gemini.createPath(new GeminiAttempt(endpoint, model, Map.of())))
                .isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../files", "a/b", "a?key=x", "a:delete", "a%2Fb", "", "tunedModels/x"})
    void refusesAModelThatLeadsElsewhere(String model) {
        assertThatThrownBy(() -> gemini.createPath(new GeminiAttempt("generateContent", model, Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + model + "\" is no name of a Gemini model");
    }

    @Test
    void createsWithTheFileAndTheNameOfTheTry() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        gemini.createBody(GeminiAttempt.withInput("files/q1")).writeTo(body);
        assertThat(body.toString(UTF_8))
                .isEqualTo("{\"batch\":{\"displayName\":\"t-1\",\"inputConfig\":{\"fileName\":\"files/q1\"}}}");
    }

    @Test
    void acceptsABatchWithAName() throws Exception {
        GeminiAttempt attempt = GeminiAttempt.plain();
        gemini.created(attempt, Replies.of(200, "{'name':'batches/k3v9','metadata':{}}"));
        assertThat(attempt.log).containsExactly("accepted batches/k3v9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'name':'files/q1'}", "{'name':'batches/a/../b'}", "{'name':'batches/'}", "OK"})
    void doubtsASuccessWithoutTheNameOfABatch(String body) throws Exception {
        GeminiAttempt attempt = GeminiAttempt.plain();
        gemini.created(attempt, Replies.of(200, body));
        assertThat(attempt.log).singleElement().asString().startsWith("failed TRANSIENT in doubt http_200");
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, INVALID_REQUEST proven",
        "403, PERMISSION_DENIED, AUTH proven",
        "404, NOT_FOUND, INVALID_REQUEST proven",
        "429, RESOURCE_EXHAUSTED, QUOTA proven",
        "500, INTERNAL, TRANSIENT in doubt",
        "503, UNAVAILABLE, TRANSIENT in doubt",
    })
    void takesARefusedCreateForProofAndABrokenOneForDoubt(int status, String word, String meaning) throws Exception {
        GeminiAttempt attempt = GeminiAttempt.plain();
        gemini.created(attempt, Replies.error(status, word, "No"));
        assertThat(attempt.log).containsExactly("failed " + meaning + " " + word + " line 0: No");
    }

    @Test
    void namesTheLineThatMadeTheProviderRefuseTheFile() throws Exception {
        GeminiAttempt attempt = GeminiAttempt.plain();
        String why = "Error on line 7: invalid JSON, near column 40: no such field: xyz";
        gemini.created(attempt, Replies.error(400, "INVALID_ARGUMENT", why));
        assertThat(attempt.log).containsExactly("failed INVALID_REQUEST proven INVALID_ARGUMENT line 7: " + why);
    }

    @ParameterizedTest
    @CsvSource({
        "/download/v1beta/, /download/v1beta/files/batch-k3v9:download?alt=media",
        "/v1beta/, /v1beta/files/batch-k3v9:download?alt=media",
    })
    void readsResultsWhereTheSettingSays(String setting, String path) {
        Results download = new Results();
        assertThat(gemini.downloadPath(account(Map.of("download-path", setting)), download))
                .isEqualTo(path);
    }

    @Test
    void saysWhyAResultFileDidNotCome() throws Exception {
        Results download = new Results();
        gemini.downloaded(download, Replies.of(200, ""));
        assertThat(download.why).isEmpty();
        gemini.downloaded(download, Replies.error(404, "NOT_FOUND", "Gone"));
        assertThat(download.why).isEqualTo("INVALID_REQUEST NOT_FOUND Gone");
    }

    @Test
    void readsModelsPageByPage() throws Exception {
        ModelInquiry inquiry = account(Map.of());
        assertThat(gemini.modelsPath(inquiry)).isEqualTo("/v1beta/models?pageSize=1000");
        gemini.models(inquiry, Replies.of(200, "{'models':[{'name':'models/gemini-a'}],'nextPageToken':'p 2'}"));
        assertThat(gemini.modelsPath(inquiry)).isEqualTo("/v1beta/models?pageSize=1000&pageToken=p+2");
        gemini.models(inquiry, Replies.of(200, "{'models':[{'name':'models/gemini-b'}]}"));
        assertThat(inquiry.isMore()).isFalse();
        assertThat(inquiry.names()).containsExactly("gemini-a", "gemini-b");
    }

    @Test
    void saysWhyModelsAreNotListed() throws Exception {
        ModelInquiry inquiry = account(Map.of());
        gemini.models(inquiry, Replies.error(403, "PERMISSION_DENIED", "No key"));
        assertThat(inquiry.failure())
                .isEqualTo(new Failure(Failure.Kind.AUTH, true, "PERMISSION_DENIED", "No key", null, 0));
    }

    /** The result file of batch k3v9, which is not saved. */
    private static final class Results implements Download {
        private String why = "";

        @Override
        public String kind() {
            return "results";
        }

        @Override
        public String fileId() {
            return "files/batch-k3v9";
        }

        @Override
        public void save(InputStream body, long length) {
            throw new IllegalStateException("No body is saved here");
        }

        @Override
        public void failed(Failure failure) {
            why = failure.kind() + " " + failure.code() + " " + failure.message();
        }
    }
}
