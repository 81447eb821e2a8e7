package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    private static final String REST = ",3,2,simulator,model-1,2,,,120,20,30,10,0.000045,1,T ü.csv,5,,1,";
    private static final String HEADER_END =
            ",prompt_version,schema_version,provider,model,attempt,review,reviewer,tokens.input,"
                    + "tokens.cached,tokens.output,tokens.reasoning,cost_usd,drop.id,drop.file,batch.id,batch.provider_id,"
                    + "publication,record\r\n";

    @TempDir
    Path data;

    private Rig rig;
    private Path outbox;

    @BeforeEach
    void rig() {
        rig = new Rig(data);
        outbox = data.resolve("outbox/triage");
    }

    private DeliveryInHand delivery() {
        Publish publish = rig.start(100, 5);
        publish.open();
        return publish.claim();
    }

    @Test
    void writesJsonlAsItWasFrozen() throws IOException {
        rig.finished(1, 1, "a", "{\"category\":\"x\"}");
        rig.fileSink().write(delivery(), outbox.toString(), "jsonl");
        assertThat(names()).containsExactly("triage-p000001.jsonl");
        assertThat(outbox.resolve("triage-p000001.jsonl")).hasContent(rig.content(1));
    }

    @Test
    void writesCsvWithTheFieldsOfTheSchemaFirst() throws IOException {
        rig.finished(
                        1,
                        1,
                        "a",
                        "{\"score\":0.70,\"category\":\"say \\\"hi\\\",\\nbye\",\"extra\":true,\"tags\":[\"x\",1]}")
                .finished(1, 2, "b", "{\"note\":null,\"score\":-1,\"another\":{\"k\":\"v\"}}");
        rig.fileSink().write(delivery(), outbox.toString(), "csv");
        assertThat(Files.readString(outbox.resolve("triage-p000001.csv")))
                .isEqualTo("source_id,task,revision,result.category,result.note,result.score,result.tags,"
                        + "result.another,result.extra" + HEADER_END
                        + "a,triage,1,\"say \"\"hi\"\",\nbye\",,0.70,\"[\"\"x\"\",1]\",,true" + REST + "1\r\n"
                        + "b,triage,1,,,-1,,\"{\"\"k\"\":\"\"v\"\"}\"," + REST + "2\r\n");
    }

    @Test
    void makesTextThatASpreadsheetWouldRunIntoPlainText() throws IOException {
        rig.finished(1, 1, "=1+1", "{\"category\":\"@SUM(A1)\",\"note\":\"-12.5\",\"score\":\"- a list\"}");
        rig.fileSink().write(delivery(), outbox.toString(), "csv");
        assertThat(Files.readString(outbox.resolve("triage-p000001.csv")))
                .endsWith("'=1+1,triage,1,'@SUM(A1),-12.5,'- a list," + REST + "1\r\n");
    }

    @Test
    void aSecondSendOfTheSameContentIsASuccess() throws IOException {
        rig.finished(1, 1, "a", "{}");
        DeliveryInHand delivery = delivery();
        for (String format : List.of("jsonl", "csv", "jsonl", "csv")) {
            rig.fileSink().write(delivery, outbox.toString(), format);
        }
        assertThat(names()).containsExactly("triage-p000001.csv", "triage-p000001.jsonl");
    }

    @Test
    void neverReplacesAFileWithOtherContent() throws IOException {
        Files.createDirectories(outbox);
        Path there = Files.writeString(outbox.resolve("triage-p000001.jsonl"), "precious\n");
        rig.finished(1, 1, "a", "{}");
        assertThatThrownBy(() -> rig.fileSink().write(delivery(), outbox.toString(), "jsonl"))
                .isInstanceOf(PublicationAlarm.class)
                .hasMessageStartingWith(there + " exists with other content");
        assertThat(there).hasContent("precious\n");
        assertThat(names()).containsExactly("triage-p000001.jsonl");
    }

    @Test
    void writesOverWhatACrashLeftHalfWritten() throws IOException {
        Files.createDirectories(outbox);
        Files.writeString(outbox.resolve(".triage-p000001.jsonl.tmp"), "x".repeat(100_000));
        rig.finished(1, 1, "a", "{}");
        rig.fileSink().write(delivery(), outbox.toString(), "jsonl");
        assertThat(names()).containsExactly("triage-p000001.jsonl");
        assertThat(outbox.resolve("triage-p000001.jsonl")).hasContent(rig.content(1));
    }

    @Test
    void refusesContentThatChangedInTheSpool() throws IOException {
        rig.finished(1, 1, "a", "{}");
        DeliveryInHand delivery = delivery();
        Files.writeString(data.resolve("spool/publications/1/content.jsonl"), "{}\n");
        for (String format : List.of("jsonl", "csv")) {
            assertThatThrownBy(() -> rig.fileSink().write(delivery, outbox.toString(), format))
                    .isInstanceOf(PublicationAlarm.class)
                    .hasMessageContaining("is not what was frozen");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void namesTheFormatsItKnows() {
        rig.finished(1, 1, "a", "{}");
        DeliveryInHand delivery = delivery();
        assertThatThrownBy(() -> rig.fileSink().write(delivery, outbox.toString(), "xlsx"))
                .hasMessage("Unknown format \"xlsx\" for sink files. Known: csv, jsonl");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
