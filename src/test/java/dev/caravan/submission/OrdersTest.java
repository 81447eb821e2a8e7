package dev.caravan.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.batch.Stopped;
import dev.caravan.ledger.StoredFiles.StoredFile;
import dev.caravan.ledger.Submissions.Order;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.submission.OrderedBatches.Status;
import dev.caravan.task.Tasks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders over a real ledger and spool, with the shipped providers and batch models. */
class OrdersTest {
    private static final String CHAT = "\"endpoint\":\"/v1/chat/completions\"";
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String ONE = "{\"custom_id\":\"%s\",\"body\":{\"model\":\"fast\"," + HI + "}}";

    @TempDir
    Path data;

    private SubmissionRig rig;

    @BeforeEach
    void open() {
        rig = new SubmissionRig(data);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String refusal(String order) {
        try {
            rig.accept(order, null);
            return "accepted";
        } catch (RefusedSubmission e) {
            return e.line() + " " + e.field() + ": " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String upload(String lines) throws Exception {
        try (var received = rig.uploads().receive(new ByteArrayInputStream(lines.getBytes(UTF_8)))) {
            return received.keep(SubmissionRig.SHOP, "lines.jsonl", null).publicId();
        }
    }

    /** The four that AI-Suite's users know, by what each provider says of itself. */
    @Test
    void whatAProviderCanNotDoIsSaidWordForWord() throws Exception {
        Map<String, String> said = new TreeMap<>();
        said.put(
                "{\"model\":\"anthropic/claude-haiku-4-5\"," + CHAT + ",\"input_file_id\":\"file-a\"}",
                "0 input_file_id: Anthropic does not use files for batch.");
        said.put(
                "{\"model\":\"anthropic/claude-haiku-4-5\"," + CHAT + "}",
                "0 requests: Necessary to pass the messages.");
        said.put(
                "{\"model\":\"anthropic/claude-haiku-4-5\",\"endpoint\":\"embeddings\",\"batch\":[]}",
                "0 model: Anthropic does not have embedding.");
        said.put(
                "{\"model\":\"openai/gpt-5-mini\",\"endpoint\":\"chat/completions\"}",
                "0 input_file_id: OpenAI requires either a file ID or a batch array.");
        said.put("{" + CHAT + "}", "0 input_file_id: OpenAI requires either a file ID or a batch array.");
        for (Map.Entry<String, String> one : said.entrySet()) {
            assertThat(refusal(one.getKey())).isEqualTo(one.getValue());
        }
        assertThat(rig.files()).isEmpty();
    }

    @Test
    void theFirstRequestThatIsWrongRefusesAllOfThem() throws Exception {
        Map<String, String> said = new TreeMap<>();
        said.put("{\"custom_id\":\"a\"}", "2 requests[1].body: must be an object");
        said.put(ONE.formatted("ok"), "2 requests[1].custom_id: stands in an earlier line, too: \"ok\"");
        said.put(
                ONE.formatted("a").replace("fast", "fast/er"),
                "2 requests[1].body.model: is no model here: \"fast/er\". Known: fast, careful");
        said.put(
                ONE.formatted("a").replace("\"fast\",", "\"fast\",\"stream\":true,"),
                "2 requests[1].body.stream: batches don't stream");
        said.put(
                ONE.formatted("a").replace("\"fast\",", "\"fast\",\"x\":{\"previous_response_id\":\"r\"},"),
                "2 requests[1].body.x.previous_response_id: names something that lies in an account which other"
                        + " workspaces may use, too. It is taken where all batch models of the account are for this"
                        + " workspace alone (workspaces in models.yaml)");
        said.put(
                "{\"custom_id\":\"a\",\"url\":\"/v1/responses\",\"body\":{}}",
                "2 requests[1].url: must be \"/v1/chat/completions\", but is \"/v1/responses\"");
        said.put(
                "{\"custom_id\":\"a\",\"b\":1}",
                "2 requests[1].b: is not known here. Allowed: body, custom_id, method, url");
        said.put("7", "2 requests[1]: must be a JSON object");
        for (Map.Entry<String, String> one : said.entrySet()) {
            String order = "{\"requests\":[" + ONE.formatted("ok") + "," + one.getKey() + "]," + CHAT + "}";
            String refusal = refusal(order);
            if (one.getKey().contains("stream")) {
                assertThat(refusal).startsWith("2 requests[1].body.stream: ");
            } else {
                assertThat(refusal).isEqualTo(one.getValue());
            }
        }
        String file = upload(ONE.formatted("ok") + "\n\n{\"custom_id\":\"a\",\"custom_id\":\"b\"}\n");
        assertThat(refusal("{\"input_file_id\":\"" + file + "\"," + CHAT + "}"))
                .isEqualTo("3 null: malformed JSON: Duplicate field 'custom_id'");
        assertThat(refusal("{" + CHAT + ",\"requests\":[" + ONE.formatted("a") + "]"))
                .startsWith("0 null: malformed JSON: ");
        assertThat(refusal("{" + CHAT + ",\"requests\":[]}")).isEqualTo("0 null: There is no request");
        assertThat(refusal("{\"input_file_id\":\"file-x\"," + CHAT + "}"))
                .isEqualTo("0 input_file_id: input_file_id: there is no file \"file-x\" here");
        assertThat(refusal("{\"completion_window\":\"7d\"," + CHAT + "}"))
                .isEqualTo("0 completion_window: completion_window: must be \"24h\"");
        assertThat(refusal("{\"endpoint\":\"/v1/moderations\"}"))
                .startsWith("0 endpoint: endpoint: must be one of /v1/chat/completions, /v1/responses, /v1/embeddings");
        assertThat(rig.files()).allMatch(path -> path.startsWith("files/" + file));
    }

    @Test
    void otherClientsWordsAreUnderstoodAndModelsHaveADropEach() throws Exception {
        String order =
                "{\"batch\":[{\"customId\":\"a\",\"params\":{\"mensagens\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"model\":\"fast\"}}," + ONE.formatted("b").replace("fast", "simulator/gpt-5")
                        + "],\"maxOutputTokens\":9,\"endpoint\":\"chat/completions\"}";
        String id = rig.accept(order, "k").publicId();
        Submission made = rig.ledger.submissions().find("default", id).orElseThrow();
        assertThat(made.order()).isEqualTo(new Order("/v1/chat/completions", "24h", null, null, null));
        assertThat(rig.ledger.submissions().parts(made.id()))
                .extracting(Part::operation)
                .containsExactly("fast", "simulator/gpt-5");
        assertThat(rig.text("submissions/" + id + "/body.jsonl"))
                .isEqualTo("{\"custom_id\":\"a\",\"body\":{\"model\":\"fast\"," + HI
                        + ",\"max_completion_tokens\":9}}\n{\"custom_id\":\"b\",\"body\":{\"model\":\"simulator/gpt-5\","
                        + HI + ",\"max_completion_tokens\":9}}\n");
        assertThat(rig.text("drops/1/source.jsonl")).startsWith("{\"body\":\"{\\\"model\\\":\\\"fast\\\",");
        assertThat(rig.ledger.recipes().taskNames("gateway/"))
                .containsExactly("gateway/default/chat/fast", "gateway/default/chat/simulator/gpt-5");
        assertThat(rig.accept(order, "k").publicId()).isEqualTo(id);
        assertThat(rig.files()).doesNotContain("submissions/" + id + "/requests.jsonl");
    }

    @Test
    void aFileThatDidNotComeWholeIsGoneAtTheNextStartAndAnyOtherIsThere() throws Exception {
        String kept = upload(ONE.formatted("a") + "\n");
        String forgotten = upload(ONE.formatted("b") + "\n");
        String halfDeleted = upload(ONE.formatted("c") + "\n");
        rig.spool.delete("files/" + halfDeleted + "/file.json");
        try (var out = rig.spool.create("files/file-half/content.jsonl")) {
            out.write("{}".getBytes(UTF_8));
            out.commit();
        }
        rig.offline(() -> rig.sql("DELETE FROM file WHERE public_id = '" + forgotten + "'"));

        new Leftovers(rig.ledger, rig.spool).settle();

        assertThat(Set.copyOf(rig.ledger.files().uploads())).containsExactlyInAnyOrder(kept, forgotten);
        assertThat(rig.files()).noneMatch(path -> path.contains("file-half") || path.contains(halfDeleted));
        StoredFile again = rig.ledger.files().find("default", forgotten).orElseThrow();
        assertThat(again.filename()).isEqualTo("lines.jsonl");
        assertThat(again.bytes()).isEqualTo(ONE.formatted("b").length() + 1);
        assertThat(refusal("{\"input_file_id\":\"" + forgotten + "\"," + CHAT + "}"))
                .isEqualTo("accepted");
    }

    @Test
    void uploadsGoByAgeButNotWhileABatchIsMadeOfThem() throws Exception {
        String used = upload(ONE.formatted("a") + "\n");
        String old = upload(ONE.formatted("b") + "\n");
        String young = upload(ONE.formatted("c") + "\n");
        rig.accept("{\"input_file_id\":\"" + used + "\"," + CHAT + "}", null);
        rig.offline(() -> rig.sql("UPDATE file SET expires_at = 1 WHERE public_id <> '" + young + "'"));

        rig.uploads().purge();

        assertThat(rig.ledger.files().uploads()).containsExactlyInAnyOrder(used, young);
        assertThat(rig.files()).noneMatch(path -> path.contains(old));
    }

    /** Those that no simulator brings about, by what the ledger has. */
    @Test
    void aStatusIsWhatTheLedgerAndItsProvidersSay() throws Exception {
        String id = rig.accept("{" + CHAT + ",\"requests\":[" + ONE.formatted("a") + "]}", null)
                .publicId();
        assertThat(status(id)).isEqualTo(Status.VALIDATING);
        rig.offline(() -> rig.sql(
                "UPDATE \"drop\" SET state = 4, sealed_at = 1000, rows_read = 1",
                "INSERT INTO drop_count (drop_id, state, n) VALUES (1, 2, 1)",
                "INSERT INTO chunk (first_id, n, drop_id, task_id, segment, frame_off, state) VALUES (1, 1, 1, 1, 'x', 0, 2)",
                "INSERT INTO record (id, content, drop_id, line, batch_id, task_id, recipe_id, state, attempt, source_id)"
                        + " VALUES (1, 0, 1, 1, 7, 1, 1, 2, 1, 'x')",
                "INSERT INTO batch (id, task_id, recipe_id, credential, state, provider_status, created_at)"
                        + " VALUES (7, 1, 1, 'simulated', 5, 'in_progress', 0)"));
        assertThat(status(id)).isEqualTo(Status.IN_PROGRESS);
        for (Status told : List.of(Status.PAUSED, Status.UPDATING)) {
            rig.offline(() -> rig.sql("UPDATE batch SET provider_status = lower('" + told + "')"));
            assertThat(status(id)).isEqualTo(told);
        }
        rig.offline(() -> rig.sql("UPDATE batch SET provider_status = 'in_progress'"));
        assertThat(new OrderedBatches(rig.ledger, new Tasks(Map.of()), new Stopped(task -> false))
                        .find(SubmissionRig.SHOP, id)
                        .orElseThrow()
                        .status())
                .as("its model is gone")
                .isEqualTo(Status.PAUSED);
        rig.offline(() -> rig.sql("UPDATE drop_count SET state = 8", "UPDATE record SET state = 8"));
        assertThat(status(id)).isEqualTo(Status.IN_PROGRESS);
        assertThat(rig.ledger.submissions().claim()).isPresent();
        assertThat(status(id)).isEqualTo(Status.FINALIZING);
        rig.submitted().cancel(SubmissionRig.SHOP, id);
        assertThat(status(id)).isEqualTo(Status.CANCELLING);
    }

    /** An error of the provider is no end while it is planned to go again. */
    @Test
    void aRequestCountsAsSoonAsItsEndIsKnown() throws Exception {
        String id = rig.accept(
                        "{" + CHAT + ",\"requests\":[" + ONE.formatted("a") + "," + ONE.formatted("b") + "]}", null)
                .publicId();
        assertThat(counts(id)).isEqualTo("0 0 of 2");
        rig.offline(() -> rig.sql(
                "UPDATE \"drop\" SET state = 4, sealed_at = 1000, rows_read = 9, refused = 1",
                "INSERT INTO drop_count (drop_id, state, n) VALUES (1, 1, 1), (1, 2, 1), (1, 3, 1), (1, 5, 2), (1, 7, 1),"
                        + " (1, 8, 2)",
                "INSERT INTO chunk (first_id, n, drop_id, task_id, segment, frame_off, state)"
                        + " VALUES (1, 8, 1, 1, 'x', 0, 2), (9, 5, 2, 1, 'y', 0, 2)",
                "INSERT INTO todo (record_id, task_id, kind, due) VALUES (4, 1, 2, 9), (9, 1, 2, 9), (5, 1, 7, 9)"));
        assertThat(counts(id)).isEqualTo("3 3 of 2");
        rig.offline(() -> rig.sql("DELETE FROM todo"));
        assertThat(counts(id)).isEqualTo("3 4 of 2");
    }

    private String counts(String id) {
        OrderedBatches.View view = rig.ordered().find(SubmissionRig.SHOP, id).orElseThrow();
        return view.completed() + " " + view.failed() + " of "
                + view.submission().lines();
    }

    private Status status(String id) {
        return rig.ordered().find(SubmissionRig.SHOP, id).orElseThrow().status();
    }

    @Test
    void aBodyThatGoesOnBehindWhatMayBeSentIsNotKept() throws Exception {
        String large = "{" + CHAT + ",\"requests\":[" + ONE.formatted("x".repeat(900)) + "," + "{\"a\":1},".repeat(600)
                + "1]}";
        assertThatThrownBy(() -> rig.accept(large, null)).isInstanceOfAny(BodyTooLong.class, RefusedSubmission.class);
        assertThatThrownBy(() -> upload("x".repeat(5000)))
                .isInstanceOf(BodyTooLong.class)
                .hasMessage("The body is larger than 4000 bytes (caravan.http.max-bytes, counted without compression)."
                        + " Nothing of it was accepted");
        assertThat(refusal("{" + CHAT + ",\"requests\":[" + ONE.formatted("x".repeat(1000)) + "]}"))
                .isEqualTo("0 requests[0]: requests[0]: is longer than 1000 bytes");
        assertThat(rig.files()).isEmpty();
    }
}
