package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class ProviderWebhooksTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final String ENDED =
            "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"batch.completed\",\"data\":{\"id\":\"batch_7\"}}";

    @TempDir
    Path folder;

    private Ledger ledger;
    private MockMvc http;

    @BeforeEach
    void start() {
        ledger = SqliteLedger.open(EmptyLedger.at(folder.resolve("caravan.db")), Clock.systemUTC());
        var provider =
                new Provider("sim", "openai", "http://127.0.0.1:1", new Limits(9, 9_000, 900), Map.of(), "2026-11-20");
        var main = new Credential(
                "main", provider, provider.baseUrl(), new Secret("key"), Map.of(), Map.of(), new Secret(SECRET));
        var quiet = new Credential("quiet", provider, provider.baseUrl(), new Secret("key"));
        var models = new Models(Map.of("sim", provider), Map.of("main", main, "quiet", quiet), Map.of());
        http = MockMvcBuilders.standaloneSetup(new ProviderWebhooks(ledger, models, Clock.systemUTC()))
                .build();
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void asksForTheBatchNowThatASignedEventNames() throws Exception {
        submitted("batch_7");
        assertThat(ledger.batches().claimForPoll(9)).isEmpty();
        assertThat(deliver("main", ENDED, Instant.now(), KEY)).isEqualTo(204);
        assertThat(ledger.batches().claimForPoll(9))
                .extracting(claim -> claim.batch().providerId())
                .containsExactly("batch_7");
    }

    @Test
    void findsABatchOfGoogleByItsIdWithoutThePrefix() throws Exception {
        submitted("batches/abc");
        String event = "{\"type\":\"batch.succeeded\",\"version\":\"v1\",\"data\":{\"id\":\"abc\"}}";
        assertThat(deliver("main", event, Instant.now(), KEY)).isEqualTo(204);
        assertThat(ledger.batches().claimForPoll(9)).hasSize(1);
    }

    @Test
    void refusesWhatIsNotSignedOrTooOldOrForAnotherCredential() throws Exception {
        submitted("batch_7");
        byte[] wrong = "another key, as long as the first".getBytes(StandardCharsets.UTF_8);
        assertThat(deliver("main", ENDED, Instant.now(), wrong)).isEqualTo(401);
        assertThat(deliver("main", ENDED, Instant.now().minus(Duration.ofMinutes(6)), KEY))
                .isEqualTo(401);
        assertThat(status(post("/webhooks/main").content(ENDED))).isEqualTo(401);
        assertThat(deliver("quiet", ENDED, Instant.now(), KEY)).isEqualTo(404);
        assertThat(deliver("nobody", ENDED, Instant.now(), KEY)).isEqualTo(404);
        assertThat(deliver("main", "x".repeat(65_537), Instant.now(), KEY)).isEqualTo(413);
        assertThat(ledger.batches().claimForPoll(9)).isEmpty();
    }

    @Test
    void takesEventsThatMeanNothingToItSoThatTheyAreNotSentAgain() throws Exception {
        submitted("batch_7");
        assertThat(deliver("main", ENDED.replace("batch_7", "batch_8"), Instant.now(), KEY))
                .isEqualTo(204);
        assertThat(deliver("main", ENDED.replace("batch.", "response."), Instant.now(), KEY))
                .isEqualTo(204);
        assertThat(deliver("main", "not JSON", Instant.now(), KEY)).isEqualTo(204);
        assertThat(ledger.batches().claimForPoll(9)).isEmpty();
    }

    private int deliver(String credential, String body, Instant at, byte[] key) throws Exception {
        String time = Long.toString(at.getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] signature = mac.doFinal(("msg_1." + time + "." + body).getBytes(StandardCharsets.UTF_8));
        return status(post("/webhooks/" + credential)
                .content(body)
                .header("Webhook-Id", "msg_1")
                .header("webhook-timestamp", time)
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature)));
    }

    private int status(org.springframework.test.web.servlet.RequestBuilder request) throws Exception {
        return http.perform(request).andReturn().getResponse().getStatus();
    }

    /** One record, in a batch that its provider has, due for a poll in an hour. */
    private void submitted(String providerId) {
        int task = ledger.recipes().taskId("t");
        int recipe = ledger.recipes().bind(new Recipes.NewRecipe(task, 1, 1, "hash", "m", "{}"));
        long drop = ledger.drops().arriving(new Drops.NewDrop(task, "inbox", "a.csv", null));
        ledger.drops().received(drop, "drops/1/source.csv", 1);
        Drops.Claim read = ledger.drops().claimForRead().orElseThrow();
        var frame = new Drops.Frame("drops/1/segment", 0, List.of(new Drops.Row("r", 1, 1)));
        ledger.drops().append(read, new Drops.ReadPart(recipe, List.of(frame), List.of(), 1, 1));
        ledger.drops().seal(read);
        long batch = ledger.assembly().open(new Assembly.NewBatch(task, recipe, "main"));
        Members members = new Members.Builder().add(1, 1).build();
        ledger.assembly()
                .assembled(batch, new Assembly.Cut(members, "requests", 1, "sha", new Assembly.Load("m", 1, 0)));
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "file-1", null);
        ledger.batches().creating(claim, attempt);
        ledger.batches().accepted(claim, attempt.no(), providerId, Duration.ofHours(1));
    }
}
