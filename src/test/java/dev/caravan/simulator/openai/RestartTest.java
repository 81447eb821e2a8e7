package dev.caravan.simulator.openai;

import static dev.caravan.simulator.openai.OpenAiSimulator.chatLine;
import static dev.caravan.simulator.openai.OpenAiSimulator.chatLines;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.batches.Batch;
import com.openai.models.files.FileObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    @TempDir
    Path data;

    @Test
    void remembersBatchesFilesAndTheBill() throws Exception {
        Batch done;
        Batch begun;
        try (OpenAiSimulator before = new OpenAiSimulator(data)) {
            done = before.poll(before.chat(chatLines(3)), 3);
            begun = before.poll(before.chat(chatLine("late", "hi")), 1);
        }

        try (OpenAiSimulator after = new OpenAiSimulator(data)) {
            assertThat(after.bill().path("records").asInt()).isEqualTo(3);
            assertThat(after.poll(done, 1)).isEqualTo(done);
            assertThat(after.output(done)).hasSize(3);
            assertThat(after.poll(begun, 2).status()).isEqualTo(Batch.Status.COMPLETED);
            assertThat(after.client().batches().list().items())
                    .extracting(Batch::id)
                    .containsExactly(begun.id(), done.id());
            FileObject next = after.upload("next.jsonl", "{}");
            assertThat(after.client().files().list().items().get(0).id()).isEqualTo(next.id());
            assertThat(after.bill()).isEqualTo(OpenAiSimulator.json("""
                                    {"charged":{"late":1,"r-0":1,"r-1":1,"r-2":1},"records":4,"batches":2,"double":[]}"""));
        }
    }

    @Test
    void billsARecordForEveryBatchThatRanIt() throws Exception {
        try (OpenAiSimulator simulator = new OpenAiSimulator(data)) {
            simulator.poll(simulator.chat(chatLine("twice", "hi"), chatLine("once", "hi")), 3);
            simulator.poll(simulator.chat(chatLine("twice", "hi"), chatLine("refused", "hi", "\"n\":1,\"x\":1")), 3);
            simulator.poll(simulator.chat(chatLine("never", "hi")), 1);

            assertThat(simulator.bill()).isEqualTo(OpenAiSimulator.json("""
                                    {"charged":{"once":1,"twice":2},"records":2,"batches":2,"double":["twice"]}"""));
            assertThat(OpenAiSimulator.json(simulator
                            .call("GET", "/simulator/bill?summary=true", "")
                            .body()))
                    .isEqualTo(OpenAiSimulator.json("{\"records\":2,\"batches\":2,\"double\":[\"twice\"]}"));
        }
    }
}
