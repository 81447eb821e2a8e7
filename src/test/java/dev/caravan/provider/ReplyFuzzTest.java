package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Models;
import dev.caravan.model.Setting;
import dev.caravan.testkit.FuzzRun;
import dev.caravan.testkit.JsonMutations;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;

/**
 * Whatever a provider answers to a create or a question about a batch, the conversation takes it: one word to the try or
 * the poll, never an exception, and never proof of a refusal where the status proves nothing (rule 6).
 */
class ReplyFuzzTest {
    private static final int CASES = FuzzRun.CASES > 0 ? FuzzRun.CASES : 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] CODES = {
        200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 409, 413, 418, 422, 429, 451, 499, 500, 502, 503, 504,
        529
    };
    private static final Set<Integer> PROOF = Set.of(400, 401, 403, 404, 413, 422, 429);
    private static final Set<String> STATES = Set.of(
            "validating",
            "in_progress",
            "finalizing",
            "completed",
            "failed",
            "cancelling",
            "cancelled",
            "expired",
            "paused",
            "updating",
            "unknown");

    /** A batch as each protocol shows it. Bedrock's come through the SDK of AWS, which has read them before. */
    private static final Map<String, String> BATCHES = Map.of(
            "openai",
            "{'id':'batch_1','object':'batch','status':'completed','output_file_id':'file-1','error_file_id':'file-2',"
                    + "'request_counts':{'total':3,'completed':2,'failed':1},"
                    + "'errors':{'data':[{'code':'x','message':'m','line':1}]}}",
            "anthropic",
            "{'id':'msgbatch_1','type':'message_batch','processing_status':'ended','results_url':'https://x/y',"
                    + "'created_at':'2026-01-01T00:00:00Z','request_counts':{'processing':0,'succeeded':2,'errored':1,"
                    + "'canceled':0,'expired':0}}",
            "gemini",
            "{'name':'batches/1','metadata':{'state':'BATCH_STATE_SUCCEEDED','batchStats':{'requestCount':'3',"
                    + "'successfulRequestCount':'2'},'output':{'responsesFile':'files/x'}},'done':true,"
                    + "'response':{'responsesFile':'files/x'},'error':{'code':3,'message':'m'}}",
            "mistral",
            "{'id':'b1','status':'SUCCESS','total_requests':3,'succeeded_requests':2,'failed_requests':1,"
                    + "'output_file':'f1','error_file':'f2','errors':[{'message':'m','count':1}]}",
            "vertex",
            "{'name':'projects/1/locations/l/batchPredictionJobs/7','state':'JOB_STATE_RUNNING','completionStats':"
                    + "{'successfulCount':'2','failedCount':'1','incompleteCount':'-1'},'error':{'code':3,'message':'m'}}");

    private static final List<String> ERRORS = List.of(
            "{'error':{'code':'x','message':'m','type':'invalid_request_error','param':null,'status':'INVALID_ARGUMENT',"
                    + "'details':[{'@type':'a/google.rpc.RetryInfo','retryDelay':'3s'}]}}",
            "{'type':'error','error':{'type':'overloaded_error','message':'m'},'request_id':'r'}",
            "{'object':'error','message':{'detail':[{'type':'t','loc':['a'],'msg':'m'}]},'type':'t','code':1000}",
            "{'detail':[{'loc':['body'],'msg':'m'}],'message':'m'}");

    private final Random random = new Random(FuzzRun.SEED);
    private final List<Object> said = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();

    @Test
    void everyReplyIsTakenAndOnlyProofIsProof() throws Exception {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(LongSupplier.class, () -> System::nanoTime);
            context.registerBean(Models.class, () -> new Models(Map.of(), Map.of(), Map.of()));
            var scanner = new ClassPathScanningCandidateComponentProvider(true);
            for (var found : scanner.findCandidateComponents("dev.caravan.provider")) {
                if (!found.getBeanClassName().startsWith("dev.caravan.provider.Provider")) {
                    context.register(Class.forName(found.getBeanClassName()));
                }
            }
            context.refresh();
            for (Protocol protocol : ServiceLoader.load(Protocol.class)) {
                fuzz(protocol, context.getBean(protocol.name()));
            }
        }
        Set<String> expected = new TreeSet<>();
        BATCHES.keySet().forEach(name -> expected.addAll(List.of(name + " created", name + " status")));
        assertThat(seen).isEqualTo(expected);
    }

    private void fuzz(Protocol protocol, Object conversation) throws JsonProcessingException {
        Map<String, String> settings = new HashMap<>();
        protocol.settings().forEach(setting -> settings.put(setting.name(), standard(setting)));
        for (Method method : conversation.getClass().getDeclaredMethods()) {
            boolean wanted =
                    method.getName().equals("status") || method.getName().equals("created");
            if (wanted && List.of(method.getParameterTypes()).contains(Reply.class)) {
                method.setAccessible(true);
                seen.add(protocol.name() + " " + method.getName());
                for (int i = 0; i < CASES; i++) {
                    one(protocol.name(), conversation, method, reply(protocol.name()), settings);
                }
            }
        }
    }

    private static String standard(Setting setting) {
        return setting.standard().isEmpty() ? "x" : setting.standard();
    }

    private Reply reply(String protocol) throws JsonProcessingException {
        String document = random.nextBoolean() ? BATCHES.get(protocol) : ERRORS.get(random.nextInt(ERRORS.size()));
        String text = new JsonMutations(random).of(document.replace('\'', '"'));
        JsonNode json = random.nextInt(10) == 0 ? null : JSON.readTree(text);
        Map<String, String> headers = random.nextBoolean()
                ? Map.of()
                : Map.of(
                        "retry-after",
                        List.of("3", "-1", "x", "99999999999", "").get(random.nextInt(5)),
                        "date",
                        "yesterday");
        return new Reply(CODES[random.nextInt(CODES.length)], headers, json, text);
    }

    private void one(String protocol, Object conversation, Method method, Reply reply, Map<String, String> settings) {
        said.clear();
        String what = protocol + " " + method.getName() + " of " + reply.status() + " " + reply.headers() + " "
                + reply.text();
        try {
            method.invoke(
                    conversation,
                    Arrays.stream(method.getParameterTypes())
                            .map(type -> type == Reply.class ? reply : ear(type, settings))
                            .toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(what, e);
        }
        assertThat(said).as(what).hasSize(1);
        if (said.get(0) instanceof Failure failure) {
            assertThat(failure.code()).as(what).isNotNull();
            assertThat(failure.proven() && !PROOF.contains(reply.status()))
                    .as(what)
                    .isFalse();
        } else if (said.get(0) instanceof JobStatus status) {
            assertThat(STATES).as(what).contains(status.state());
            assertThat(reply.ok()).as(what).isTrue();
            assertThat(Math.min(status.total(), Math.min(status.completed(), status.failed())))
                    .as(what)
                    .isGreaterThanOrEqualTo(-1);
        } else {
            assertThat(reply.ok()).as(what).isTrue();
            assertThat((String) said.get(0)).as(what).isNotBlank();
        }
    }

    /** A try, a poll or an account that remembers what it was told. */
    private Object ear(Class<?> type, Map<String, String> settings) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
            switch (called.getName()) {
                case "failed", "absent" -> said.add(arguments[arguments.length - 1]);
                case "accepted", "status" -> said.add(arguments[0]);
                case "settings", "getSettings", "labels" -> {
                    return settings;
                }
                case "goesOn", "stillOurs" -> {
                    return true;
                }
                default -> {}
            }
            return called.getReturnType() == String.class ? "x" : null;
        });
    }
}
