package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Doc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishTest {
    @TempDir
    Path data;

    private Rig rig;

    @BeforeEach
    void rig() {
        rig = new Rig(data);
    }

    @Test
    void writesOneLinePerRecordInTheOrderOfTheirIds() throws IOException {
        rig.finished(1, 17, "T-1", "{\"category\":\"a\",\"score\":0.70}").finished(1, 36, "T-ü\n\"2\"", "[1,2]");
        assertThat(rig.start(100, 5).open()).isTrue();
        assertThat(rig.content(1)).isEqualTo("""
                        {"source_id":"T-1","task":"triage","revision":1,"result":{"category":"a","score":0.70},\
                        "prompt_version":3,"schema_version":2,"provider":"simulator","model":"model-1","attempt":2,\
                        "review":null,"reviewer":null,\
                        "tokens":{"input":120,"cached":20,"output":30,"reasoning":10},"cost_usd":0.000045,\
                        "drop":{"id":1,"file":"T ü.csv"},"batch":{"id":5,"provider_id":null},"publication":1,"record":17}
                        {"source_id":"T-ü\\n\\"2\\"","task":"triage","revision":1,"result":[1,2],\
                        "prompt_version":3,"schema_version":2,"provider":"simulator","model":"model-1","attempt":2,\
                        "review":null,"reviewer":null,\
                        "tokens":{"input":120,"cached":20,"output":30,"reasoning":10},"cost_usd":0.000045,\
                        "drop":{"id":1,"file":"T ü.csv"},"batch":{"id":5,"provider_id":null},"publication":1,"record":36}
                        """);
        assertThat(rig.publications.log).containsExactly("sealed 1 2 [files, table]");
    }

    @Test
    void writesTheKeysOfTheDocumentInItsOrder() throws IOException {
        String shown = Doc.shown("json line of a publication");
        rig.finished(
                1, 17, "T-1", new ObjectMapper().readTree(shown).get("result").toString());
        assertThat(rig.start(100, 5).open()).isTrue();
        assertThat(keys(rig.content(1))).isEqualTo(keys(shown));
    }

    private static List<String> keys(String line) {
        return Pattern.compile("\"(\\w+)\":")
                .matcher(line)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void cutsPublicationsAtTheLimitAndSaysWhenNothingIsLeft() {
        rig.finished(2, 1, "a", "1").finished(2, 2, "b", "2").finished(2, 3, "c", "3");
        Publish publish = rig.start(2, 5);
        assertThat(publish.open()).isTrue();
        assertThat(publish.open()).isTrue();
        assertThat(publish.open()).isFalse();
        assertThat(rig.publications.log).containsExactly("sealed 1 2 []", "sealed 2 1 []");
    }

    @Test
    void acceptsTheSameContentThatAnEarlierProcessLeft() throws IOException {
        rig.finished(1, 1, "a", "1").finished(1, 2, "b", "2");
        rig.publications.open(1, 100);
        new ContentWriter(
                        rig.ledger,
                        rig.spool,
                        KnownAnswers.by(member -> "12".substring((int) member.recordId() - 1, (int) member.recordId())))
                .write(
                        rig.publications.leftOpen().get(0),
                        "triage",
                        Routing.of(new dev.caravan.task.Task.Publish(List.of("files", "table"))),
                        false);
        String before = rig.content(1);
        assertThat(rig.start(100, 5).open()).isTrue();
        assertThat(rig.content(1)).isEqualTo(before);
        assertThat(rig.publications.log).containsExactly("sealed 1 2 [files, table]");
    }

    @Test
    void neverDeliversWhenTheSpoolHoldsOtherContent() throws IOException {
        rig.finished(1, 1, "a", "1");
        rig.publications.open(1, 100);
        try (var other = rig.spool.create("publications/1/content.jsonl")) {
            other.write("{}\n".getBytes(StandardCharsets.UTF_8));
            other.commit();
        }
        assertThat(rig.start(100, 5).open()).isFalse();
        assertThat(rig.content(1)).isEqualTo("{}\n");
        assertThat(rig.publications.log).isEmpty();
    }

    @Test
    void aTaskThatCanNotPublishHoldsUpItselfOnlyAndGoesOnLater() {
        rig.finished(1, 1, "a", "1").finished(2, 2, "b", "2");
        rig.answers.remove(1L);
        Publish publish = rig.start(1, 5);
        assertThat(publish.open()).isTrue();
        assertThat(rig.publications.log).containsExactly("sealed 2 1 []");
        rig.finished(1, 3, "c", "3");
        rig.answers.put(1L, "1");
        assertThat(publish.open()).isFalse();
        rig.now = rig.now.plusSeconds(1);
        assertThat(publish.open()).isTrue();
        assertThat(publish.open()).isTrue();
        assertThat(rig.publications.log)
                .containsExactly("sealed 2 1 []", "sealed 1 1 [files, table]", "sealed 3 1 [files, table]");
    }

    @Test
    void leavesRecordsOfAnUnknownTaskAlone() {
        rig.finished(3, 1, "a", "1");
        assertThat(rig.start(100, 5).open()).isFalse();
        assertThat(rig.publications.members).isEmpty();
    }

    @Test
    void sendsAgainWithLongerWaitsAndGivesUpAfterTheLastSend() {
        rig.finished(1, 1, "a", "1");
        Publish publish = rig.start(100, 3);
        publish.open();
        rig.publications.due.removeLast();
        for (int send = 1; send <= 3; send++) {
            DeliveryInHand delivery = publish.claim();
            assertThat(delivery.getSend()).isEqualTo(send);
            publish.failed(delivery, new IOException("disk full"));
        }
        assertThat(publish.claim()).isNull();
        assertThat(rig.publications.log)
                .containsExactly(
                        "sealed 1 1 [files, table]",
                        "failed 1 files PT1S",
                        "failed 1 files PT2S",
                        "given up 1 files PT1H");
    }

    @Test
    void givesUpAtOnceOnAnAlarmHoweverItIsWrapped() {
        rig.finished(1, 1, "a", "1");
        Publish publish = rig.start(100, 3);
        publish.open();
        publish.failed(publish.claim(), new IllegalStateException(new PublicationAlarm("exists with other content")));
        assertThat(rig.publications.log).endsWith("given up 1 files for a person");
    }

    @Test
    void waitsDoubleFromASecondToFiveMinutes() {
        assertThat(PublishSettings.waitAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(PublishSettings.waitAfter(9)).isEqualTo(Duration.ofSeconds(256));
        assertThat(PublishSettings.waitAfter(10)).isEqualTo(Duration.ofMinutes(5));
        assertThat(PublishSettings.waitAfter(1_000)).isEqualTo(Duration.ofMinutes(5));
    }
}
