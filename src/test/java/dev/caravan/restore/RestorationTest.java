package dev.caravan.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops.NewDrop;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.restore.SpoolClaim.Wish;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Place;
import dev.caravan.spool.SpoolOwner;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 19: a start that finds its ledger older than its spool. */
class RestorationTest {
    @TempDir
    Path folder;

    private LocalSpool spool;
    private Path ledgerFile;

    @BeforeEach
    void oneStart() throws IOException {
        spool = new LocalSpool(folder.resolve("spool"));
        ledgerFile = folder.resolve("ledger/caravan.db");
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
        }
        Files.copy(ledgerFile, folder.resolve("backup.db"));
    }

    private Ledger open() {
        return SqliteLedger.open(EmptyLedger.at(ledgerFile), Clock.systemUTC());
    }

    private SpoolOwner claim(Ledger ledger, Wish wish) throws IOException {
        return RestoreTestAccess.start(ledger, spool).claim(Place.of(folder.resolve("ledger")), wish);
    }

    private void putBack() throws IOException {
        Files.copy(folder.resolve("backup.db"), ledgerFile, StandardCopyOption.REPLACE_EXISTING);
    }

    private void put(String path, String text) throws IOException {
        try (SpoolWriter out = spool.create(path)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
    }

    private static NewDrop drop(Ledger ledger, String tag) {
        return new NewDrop(ledger.recipes().taskId("tickets"), "s3", "s3://b/a.csv", tag);
    }

    @Test
    void knowsByTheMarkOfALaterStartThatItIsOlder() throws IOException {
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
        }
        putBack();
        try (Ledger ledger = open()) {
            SpoolOwner owner = claim(ledger, Wish.NONE);
            assertThat(owner.isOurs()).isTrue();
            assertThat(ledger.lineage().identity().epoch()).isEqualTo(3);
            assertThat(ledger.lineage().identity().incarnation()).isEqualTo(3);
            assertThat(ledger.events().counts()).containsOnlyKeys(EventKind.LEDGER_RESTORED);
            new Restoration(ledger, spool).finish(() -> false);
            assertThat(ledger.restores().isUnderWay()).isFalse();
        }
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
            assertThat(ledger.lineage().identity().epoch()).as("once is enough").isEqualTo(3);
        }
    }

    @Test
    void bringsInDropsThatItDoesNotKnowAndUsesNoNumberTwice() throws IOException {
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
            long id = ledger.drops().arriving(drop(ledger, "v1"));
            DropPaper.of(id, "tickets", drop(ledger, "v1")).write(spool);
            put("drops/1/source.csv", "id\n1\n");
            put("drops/1/segment-4.jsonl.zst", "");
            put("publications/6/content.jsonl", "");
        }
        putBack();
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
            var claim = ledger.drops().claimForRead().orElseThrow();
            assertThat(claim.spoolPath()).isEqualTo("drops/1/source.csv");
            assertThat(claim.uri()).isEqualTo("s3://b/a.csv");
            assertThat(claim.fence()).isEqualTo(5);
            assertThat(ledger.restores().horizon().publication()).isEqualTo(6);
            assertThat(ledger.drops().find(1).orElseThrow().state()).isEqualTo(DropState.READING);
            assertThat(ledger.drops().arriving(drop(ledger, "v2"))).isEqualTo(2);
        }
    }

    @Test
    void startsNothingWhereAFolderDoesNotSayWhatItIs() throws IOException {
        put("drops/5/source.csv", "id\n1\n");
        for (int start = 0; start < 2; start++) {
            try (Ledger ledger = open()) {
                assertThatThrownBy(() -> claim(ledger, Wish.NONE))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("The ledger is older than its spool, and drops/5 in the spool has no"
                                + " drop.json that says what it is. Move that folder out of the spool");
            }
        }
        Files.move(folder.resolve("spool/drops/5"), folder.resolve("drop-5"));
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
            assertThat(ledger.lineage().identity().epoch()).isEqualTo(2);
        }
    }

    @Test
    void makesNoIdTwiceHoweverOftenTheSameBackupIsPutBack() throws IOException {
        Set<Long> epochs = new TreeSet<>(Set.of(1L));
        for (int start = 2; start <= 4; start++) {
            try (Ledger ledger = open()) {
                claim(ledger, Wish.NONE);
                epochs.add(ledger.lineage().identity().epoch());
            }
            putBack();
        }
        assertThat(epochs).containsExactly(1L, 3L, 4L);
    }

    @Test
    void knowsPublicationsOfTheTimeThatWasLostByTheirPapers() throws Exception {
        new PublicationPaper("abcdef1", 4, "tickets").write(spool);
        new PublicationPaper("abcdef1", 4, "tickets").write(spool);
        String content = """
                {"source_id":"a","attempt":1,"batch":{"id":5},"record":7}
                {}                                                      \s
                """;
        put("publications/4/content.jsonl", content);
        new PublicationPaper("abcdef1", 6, "tickets").write(spool);
        put("publications/7/content.jsonl", content);
        new PublicationPaper("abcdef1", 8, "tickets", Map.of("legal", "{\"t\":\"input.id\"}", "none", ""), false)
                .write(spool);
        put("publications/8/legal/content-e1.jsonl", content.substring(0, content.indexOf('\n') + 1));
        put("publications/8/none/content.jsonl", "");
        put("publications/8/content.jsonl", content);
        PublicationPaper.rejects("abcdef1", 9, "tickets").write(spool);
        put("publications/9/content.jsonl", content);
        new PublicationPaper("abcdef1", 10, "tickets").write(spool);
        put("publications/10/content-e2.jsonl", content);
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
            new Restoration(ledger, spool).finish(() -> false);
            int task = ledger.recipes().taskId("tickets");
            assertThat(ledger.publications().restored())
                    .as("6 was never sent, 7 does not say under which key, 9 tells of lost decisions, 10 lost a record")
                    .containsExactly(
                            new Publications.Publication(4, task, 2, "abcdef1"),
                            new Publications.Publication(8, task, 2, "abcdef1"),
                            new Publications.Publication(10, task, 2, "abcdef1"));
            ledger.publications().again(4, List.of("files"));
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            assertThat(ledger.publications().claimDelivery().orElseThrow().content())
                    .isEqualTo(new Publications.Content(
                            "publications/4/content.jsonl",
                            bytes.length,
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(bytes)),
                            2));
            ledger.publications().again(8, List.of("legal", "none"));
            Publications.Delivery share = ledger.publications().claimDelivery().orElseThrow();
            assertThat(share.sink()).isEqualTo("legal");
            assertThat(share.fields()).isEqualTo("{\"t\":\"input.id\"}");
            assertThat(share.content().path()).isEqualTo("publications/8/legal/content-e1.jsonl");
            assertThat(share.content().records()).isEqualTo(1);
            assertThat(ledger.publications().claimDelivery())
                    .as("none has nothing")
                    .isEmpty();
            ledger.publications().again(10, List.of("others"));
            assertThat(ledger.publications()
                            .claimDelivery()
                            .orElseThrow()
                            .content()
                            .path())
                    .isEqualTo("publications/10/content-e2.jsonl");
        }
    }

    @Test
    void clearsAwayWhatWasNeverAssembledAndStopsWhereAManifestIsGone() throws IOException {
        put("batches/3/requests.jsonl", "{}\n");
        put("batches/4/requests.jsonl", "{}\n");
        put("batches/4/try-1.json", "{\"no\":1,\"token\":\"t\",\"revocable\":true}");
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
            assertThatThrownBy(() -> new Restoration(ledger, spool).finish(() -> false))
                    .hasMessageContaining("batches/4 in the spool was sent but its manifest is gone");
            assertThat(ledger.restores().isUnderWay()).isTrue();
        }
        Files.move(folder.resolve("spool/batches/4"), folder.resolve("batch-4"));
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
            new Restoration(ledger, spool).finish(() -> false);
            assertThat(ledger.restores().isUnderWay()).isFalse();
            assertThat(spool.exists("batches/3/requests.jsonl")).isFalse();
        }
        try (Ledger ledger = open()) {
            claim(ledger, Wish.NONE);
            assertThat(ledger.restores().isUnderWay()).as("once is enough").isFalse();
        }
    }

    @Test
    void refusesAForkOfCopiesThatDoNotFit() throws IOException {
        put("batches/3/requests.jsonl", "{}\n");
        SpoolClaimTest.copy(folder.resolve("spool"), folder.resolve("spool2"));
        SpoolClaimTest.copy(folder.resolve("ledger"), folder.resolve("ledger2"));
        try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger2/caravan.db"), Clock.systemUTC())) {
            var start = RestoreTestAccess.start(ledger, new LocalSpool(folder.resolve("spool2")));
            assertThatThrownBy(() -> start.claim(Place.of(folder.resolve("ledger2")), Wish.FORK))
                    .hasMessageStartingWith("--fork needs copies of ledger and spool of the same moment");
        }
    }
}
