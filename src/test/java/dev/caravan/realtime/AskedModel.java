package dev.caravan.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.batch.Breakers;
import dev.caravan.batch.BreakersAccess;
import dev.caravan.batch.StandstillAccess;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.ledger.TestClock;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.RealTimeCall.Heard;
import dev.caravan.provider.RequestShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Real-time calls on a real ledger, with a clock that moves when told to; a test says what the provider does. */
final class AskedModel implements AutoCloseable {
    static final String MODEL = "gpt-4o-mini";
    /** What a question may cost. */
    static final long MOST = 100_000;
    /** What an answer costs: 10 tokens in at 2 times $1,000 a million, 5 out at twice that. */
    static final long COST = 40_000;

    private static final String ANSWER = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Yes\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}";

    final TestClock clock = TestClock.at("2026-11-21T03:00:00Z");
    final Ledger ledger;
    final Breakers breakers;
    final RealTimeCalls calls;
    /** What was told of each answer. */
    final List<String> used = new ArrayList<>();

    final int task;
    private final Credential credential;
    volatile Conversation provider = AskedModel::answer;

    AskedModel(Path folder) {
        ledger = SqliteLedger.open(EmptyLedger.at(folder.resolve("ledger.db")), clock);
        breakers = BreakersAccess.open(ledger.events(), clock::nanos);
        Slots slots = new Slots(8, clock::nanos);
        calls = new RealTimeCalls(
                Purses.open(ledger, (task, model, usage) -> used.add(task + " " + model + " " + usage)),
                Protocols.installed(),
                call -> provider.hold(call),
                new Troubles(StandstillAccess.of(ledger), clock, breakers, slots, new Failing(clock::nanos)),
                slots,
                new RealTimeCalls.Patience(Duration.ofSeconds(1), clock::nanos));
        task = ledger.recipes().taskId("moods");
        Provider account = new Provider(
                "sim",
                "openai",
                "http://127.0.0.1:1",
                new Limits(100, 1_000_000, 100_000),
                Map.of(
                        MODEL,
                        new ModelFacts(
                                MODEL,
                                Set.of("/v1/chat/completions"),
                                Set.of(),
                                true,
                                new Price(1_000, 1_000, 2_000),
                                "2026-11-20")),
                "2026-11-20");
        credential = new Credential("cred", account, account.baseUrl(), new Secret("secret"));
    }

    Answered ask() throws NoAnswerException {
        return ask(MODEL);
    }

    Answered ask(String name) throws NoAnswerException {
        BatchModel model =
                new BatchModel("fast", credential, name, "/v1/chat/completions", Ability.CHAT, null, Map.of());
        RequestShape shape = new RequestShape("/v1/chat/completions", name, null, Map.of(), null, "a");
        String line =
                "{\"custom_id\":\"rt-1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\""
                        + name + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n";
        return calls.ask(new Question(task, model, shape, "rt-1", line.getBytes(UTF_8), MOST));
    }

    /** What a refusal says of itself; "answered" if there was none. */
    String refusal() {
        return refusal(MODEL);
    }

    String refusal(String name) {
        try {
            ask(name);
            return "answered";
        } catch (NoAnswerException e) {
            return e.why() + " " + e.code();
        }
    }

    static void answer(RealTimeCall call) {
        call.answered(new Heard(200, Map.of(), ANSWER.getBytes(UTF_8), null));
    }

    /** As the routes tell an error of the provider. */
    static Conversation failing(int status, Kind kind) {
        return call -> call.answered(new Heard(
                status,
                Map.of(),
                "{}".getBytes(UTF_8),
                new Failure(kind, false, "http_" + status, "Not now", null, 0)));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
