package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.batch.SingleRecords.Worth;
import dev.caravan.ledger.RealTimeCosts.Day;
import dev.caravan.realtime.NoAnswerException;
import dev.caravan.realtime.TaskCalls;
import dev.caravan.task.JsonRecord;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Caravan promises of real-time calls on every provider, through its routes, against its simulator. */
public abstract class RealTimeOnTrial extends ModelsOnTrial {
    private int asked;

    private TaskCalls.Reply ask() throws Exception {
        String note = "{\"note_id\":\"at-once-" + ++asked + "\",\"text\":\"It is day " + asked + "\"}";
        TaskCalls calls = rig().bean(TaskCalls.class);
        return calls.ask("chat", JsonRecord.parse(note.getBytes(UTF_8)), calls.newId());
    }

    private NoAnswerException refused() {
        return catchThrowableOfType(NoAnswerException.class, this::ask);
    }

    /** Calls and tokens on the simulator's bill. */
    private List<Long> billed() throws Exception {
        long calls = 0;
        long tokens = 0;
        for (JsonNode surface : rig().billed().path("realtime")) {
            calls += surface.path("calls").asLong();
            tokens += surface.path("input_tokens").asLong()
                    + surface.path("output_tokens").asLong();
        }
        return List.of(calls, tokens);
    }

    /** The same by the ledger. */
    private List<Long> noted() {
        long calls = 0;
        long tokens = 0;
        for (Day day : rig().ledger().realTimeCosts().since(LocalDate.EPOCH)) {
            calls += day.calls().calls();
            tokens += day.calls().tokensIn() + day.calls().tokensOut();
        }
        return List.of(calls, tokens);
    }

    @Test
    void answersARecordAtOnceAndCountsWhatItCosts() throws Exception {
        List<Long> before = billed();
        List<Long> notedBefore = noted();
        TaskCalls.Reply reply = ask();

        assertThat(reply.judged().detail()).isEmpty();
        assertThat(reply.judged().worth()).isEqualTo(Worth.VALID);
        assertThat(new String(reply.judged().value(), UTF_8)).contains("\"note_id\":\"at-once-" + asked + "\"");
        assertThat(billed().get(0)).isEqualTo(before.get(0) + 1);
        assertThat(noted().get(0)).isEqualTo(notedBefore.get(0) + 1);
        assertThat(noted().get(1) - notedBefore.get(1))
                .isEqualTo(billed().get(1) - before.get(1))
                .isPositive();
        assertThat(reply.answered().result().tokens().out()).isPositive();
    }

    @Test
    void judgesAnAnswerAsABatchWould() throws Exception {
        rig().faults("[{\"on\":\"line\",\"times\":1,\"do\":\"invalid-json\"}]");
        TaskCalls.Reply broken = ask();
        assertThat(broken.judged().worth()).isEqualTo(Worth.INVALID);
        assertThat(broken.judged().code()).isEqualTo("parse");
        assertThat(broken.judged().value()).isNull();

        rig().faults("[{\"on\":\"line\",\"times\":1,\"do\":\"truncate\"}]");
        assertThat(ask().judged().code()).isEqualTo("truncated");
    }

    @Test
    void asksAgainOnlyWhatCertainlyWasNotRun() throws Exception {
        List<Long> before = billed();
        rig().faults("[{\"on\":\"ask\",\"do\":\"status\",\"status\":429,\"headers\":{\"Retry-After\":\"0\"}}]");
        assertThat(ask().judged().worth()).isEqualTo(Worth.VALID);
        assertThat(billed().get(0)).isEqualTo(before.get(0) + 1);

        rig().faults("[{\"on\":\"ask\",\"do\":\"lose-reply\"}]");
        NoAnswerException lost = refused();
        assertThat(lost.why()).isEqualTo(NoAnswerException.Why.LOST);
        assertThat(lost).hasMessageContaining("may have been run");
        assertThat(billed().get(0)).isEqualTo(before.get(0) + 2);
    }

    @Test
    void saysWhatTheProviderSaid() throws Exception {
        rig().faults("[{\"on\":\"line\",\"times\":1,\"do\":\"error\"}]");
        NoAnswerException failed = refused();
        assertThat(failed.why()).isEqualTo(NoAnswerException.Why.REFUSED);
        assertThat(failed)
                .hasMessageContaining(rig().bean(dev.caravan.model.Models.class)
                        .models()
                        .get("chat")
                        .model());
        assertThat(ask().judged().worth()).isEqualTo(Worth.VALID);
    }
}
