package dev.caravan.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiInputTest {
    private final Attempt attempt = new Attempt(Map.of("file-check", "10", "upload-path", "/files/upload"));
    private final OpenAiInput input = new OpenAiInput(attempt, new OpenAiFailures(Clock.systemUTC()));

    @Test
    void keepsTheIdAndTheProvidersTimeOfAnUpload() throws Exception {
        assertThat(input.getPath()).isEqualTo("/files/upload");
        input.uploaded(OpenAiConversationTest.reply(201, "{\"data\":{\"id\":\"f9\"}}", "date", "Sat, 21 Nov 2026"));
        assertThat(attempt.log).containsExactly("uploaded f9 at Sat, 21 Nov 2026");
        assertThat(input.isUnchecked()).isTrue();
        assertThat(input.getFileId()).isEqualTo("f9");
    }

    @Test
    void waitsForAFileThatIsNotProcessed() throws Exception {
        input.checked(OpenAiConversationTest.reply(200, "{\"id\":\"file-1\",\"status\":\"Pending\"}"));
        assertThat(attempt.log).containsExactly("not yet, PT10S: its input file-1 is still pending");
    }

    @Test
    void goesOnWithAProcessedFile() throws Exception {
        input.checked(OpenAiConversationTest.reply(200, "{\"id\":\"file-1\",\"status\":\"processed\"}"));
        assertThat(attempt.log).isEmpty();
    }

    @Test
    void saysWhyAFileWasNotTaken() throws Exception {
        input.checked(OpenAiConversationTest.reply(
                200, "{\"id\":\"file-1\",\"status\":\"error\",\"status_details\":\"bad encoding\"}"));
        assertThat(attempt.log)
                .containsExactly(
                        "failed TRANSIENT file_error: The provider did not take the input file-1: bad encoding");
    }

    @Test
    void doesNotCreateWhenTheFileCanNotBeLookedAt() throws Exception {
        input.checked(OpenAiConversationTest.reply(404, "{\"error\":{\"message\":\"No such file\",\"code\":null}}"));
        assertThat(attempt.log).containsExactly("failed INVALID_REQUEST http_404: No such file");
    }

    @Test
    void checksNothingWhereAFileMayBeUsedAtOnce() {
        var plain = new OpenAiInput(new Attempt(Map.of()), new OpenAiFailures(Clock.systemUTC()));
        assertThat(plain.isUnchecked()).isFalse();
        assertThat(plain.getPath()).isEqualTo("/files");
    }
}
