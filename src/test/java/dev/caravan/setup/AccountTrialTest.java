package dev.caravan.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.provider.Failure;
import dev.caravan.provider.ModelConversation;
import dev.caravan.provider.ModelList;
import dev.caravan.provider.ModelListsAccess;
import dev.caravan.setup.AccountTrial.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTrialTest {
    private static final Provider OPENAI = new Provider(
            "openai", "openai", "https://api.openai.com/v1", new Limits(10, 1_000, 1_000), Map.of(), "2026-11-20");

    @TempDir
    Path folder;

    private long nanos;

    private static Credential credential(Secret secret) {
        return new Credential("acme", OPENAI, OPENAI.baseUrl(), secret);
    }

    private AccountTrial trial(ModelConversation conversation) {
        return new AccountTrial(conversation, ModelListsAccess.open(folder), Clock.systemUTC(), () -> nanos);
    }

    @Test
    void whatTheProviderListsIsTheAnswerAndIsKept() throws Exception {
        try (AccountTrial trial = trial(inquiry -> inquiry.answered(List.of("gpt-5", "gpt-5-mini"), null))) {
            Result result = trial.of(credential(new Secret("sk-1234-5678-9012-3456")));
            assertThat(result)
                    .isEqualTo(new Result(
                            true,
                            "ok",
                            "The provider takes the credential and lists 2 models",
                            List.of("gpt-5", "gpt-5-mini")));
        }
        Optional<ModelList> kept = ModelListsAccess.open(folder).of("acme");
        assertThat(kept.map(ModelList::models)).hasValue(List.of("gpt-5", "gpt-5-mini"));
    }

    @Test
    void aKeyThatAProviderRepeatsIsNotRepeatedHere() throws Exception {
        try (AccountTrial trial = trial(inquiry -> inquiry.failed(new Failure(
                Failure.Kind.AUTH,
                true,
                "invalid_api_key",
                "Incorrect API key provided: sk-1234-5678-9012-3456.",
                null,
                0)))) {
            assertThat(trial.of(credential(new Secret("sk-1234-5678-9012-3456"))))
                    .isEqualTo(new Result(false, "invalid_api_key", "Incorrect API key provided: ***.", null));
        }
    }

    @Test
    void whoeverIsNotReachedOrHasNoSecretIsSaidSo() throws Exception {
        ModelConversation broken = inquiry -> {
            throw new IOException("no route", new ConnectException("refused sk-1234-5678-9012-3456"));
        };
        try (AccountTrial trial = trial(broken)) {
            assertThat(trial.of(credential(new Secret("sk-1234-5678-9012-3456"))))
                    .isEqualTo(new Result(false, "unreachable", "refused ***", null));
            assertThat(trial.of(credential(Secret.closed("It can't be opened"))))
                    .isEqualTo(new Result(false, "no_secret", "It can't be opened", null));
        }
    }

    @Test
    void aModelThatIsNotListedIsNoSuccess() throws Exception {
        try (AccountTrial trial = trial(inquiry -> inquiry.answered(List.of("gpt-5-2026-01-01"), null))) {
            Credential credential = credential(new Secret("sk-1234-5678-9012-3456"));
            var listed = new BatchModel("a", credential, "gpt-5", "/v1/chat/completions", Ability.CHAT, null, Map.of());
            var gone = new BatchModel("b", credential, "gpt-4", "/v1/chat/completions", Ability.CHAT, null, Map.of());
            assertThat(trial.of(listed).ok()).isTrue();
            nanos += Duration.ofSeconds(AccountTrial.SECONDS_BETWEEN).toNanos();
            Result result = trial.of(gone);
            assertThat(result.ok()).isFalse();
            assertThat(result.code()).isEqualTo("model_not_listed");
            assertThat(result.models()).containsExactly("gpt-5-2026-01-01");
        }
    }

    @Test
    void nobodyIsAskedAgainAtOnceNorTooManyTogether() throws Exception {
        CountDownLatch asked = new CountDownLatch(AccountTrial.AT_ONCE);
        CountDownLatch go = new CountDownLatch(1);
        ModelConversation slow = inquiry -> {
            asked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            inquiry.answered(List.of(), null);
        };
        List<Thread> askers = new ArrayList<>();
        try (AccountTrial trial = trial(slow)) {
            for (int i = 0; i < AccountTrial.AT_ONCE; i++) {
                Credential one = new Credential("c" + i, OPENAI, OPENAI.baseUrl(), new Secret("k"));
                Thread asker = new Thread(() -> quietly(trial, one));
                asker.setDaemon(true);
                asker.start();
                askers.add(asker);
            }
            asked.await();
            assertThatThrownBy(() -> trial.of(credential(new Secret("k"))))
                    .isInstanceOf(AccountTrial.TooSoonException.class)
                    .hasMessageContaining("4 credentials are being tried just now");
            assertThatThrownBy(() -> trial.of(credential(new Secret("k"))))
                    .hasMessage("It was tried a moment ago. Try again in 5 s");
            go.countDown();
            // What was listed is written into the folder.
            for (Thread asker : askers) {
                asker.join();
            }
        }
    }

    private static void quietly(AccountTrial trial, Credential credential) {
        try {
            trial.of(credential);
        } catch (AccountTrial.TooSoonException e) {
            throw new IllegalStateException(e);
        }
    }
}
