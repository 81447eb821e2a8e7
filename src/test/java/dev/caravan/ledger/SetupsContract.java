package dev.caravan.ledger;

import static dev.caravan.ledger.Setups.Kind.CREDENTIAL;
import static dev.caravan.ledger.Setups.Kind.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Setups.Draft;
import dev.caravan.ledger.Setups.Entry;
import dev.caravan.ledger.Setups.KeptSecret;
import dev.caravan.ledger.Setups.Revision;
import dev.caravan.ledger.Setups.Sealed;
import dev.caravan.ledger.Setups.Touch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class SetupsContract extends LedgerContract {

    private Draft credential(String name, KeptSecret... secrets) {
        return new Draft(CREDENTIAL, name, "{\"provider\":\"openai\"}", List.of(secrets));
    }

    private KeptSecret sealed(String key, int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return new KeptSecret("secret", null, new Sealed(key, all), new Touch("admin", clock.instant()));
    }

    private Entry entry(Setups.Kind kind, String name) {
        return ledger.setups().find(kind, name).orElseThrow();
    }

    @Test
    void anEntryIsThereAfterACrashWithItsSecretsAndNoOtherTakesItsName() {
        assertThat(ledger.setups().add(credential("acme", sealed("k1", 1, 2)), "admin", "made"))
                .isTrue();
        assertThat(ledger.setups().add(new Draft(MODEL, "acme", "{}", List.of()), "admin", "made"))
                .isTrue();
        assertThat(ledger.setups().add(credential("acme"), "other", "made")).isFalse();
        crash();
        assertThat(ledger.setups().list()).extracting(one -> one.draft().kind()).containsExactly(CREDENTIAL, MODEL);
        Entry kept = entry(CREDENTIAL, "acme");
        assertThat(kept.draft().body()).isEqualTo("{\"provider\":\"openai\"}");
        assertThat(kept.made()).isEqualTo(new Touch("admin", clock.instant()));
        Sealed secret = kept.draft().secrets().get(0).sealed();
        assertThat(secret).isNotNull();
        assertThat(secret.key()).isEqualTo("k1");
        assertThat(secret.bytes()).containsExactly(1, 2);
        assertThat(ledger.events().of("credential acme", 9))
                .extracting(Events.Event::kind)
                .containsExactly(EventKind.SETUP_MADE);
    }

    @Test
    void ofTwoChangesFromOneRevisionTheSecondIsRefused() {
        ledger.setups().add(credential("acme", sealed("k1", 1)), "admin", "made");
        Revision seen = entry(CREDENTIAL, "acme").revision();
        clock.pass(Duration.ofSeconds(1));
        Draft first = new Draft(CREDENTIAL, "acme", "{\"a\":1}", List.of(sealed("k2", 3)));
        assertThat(ledger.setups().change(first, seen, "admin", "changed")).isTrue();
        assertThat(ledger.setups().change(credential("acme"), seen, "other", "changed"))
                .isFalse();
        assertThat(ledger.setups().remove(CREDENTIAL, "acme", seen, "other", "gone"))
                .isFalse();
        Entry now = entry(CREDENTIAL, "acme");
        assertThat(now.draft().body()).isEqualTo("{\"a\":1}");
        assertThat(now.revision()).isEqualTo(new Revision(seen.id(), 2));
        assertThat(now.changed()).isEqualTo(new Touch("admin", clock.instant()));
        assertThat(now.draft().secrets()).hasSize(1);
    }

    @Test
    void whatIsMadeAnewUnderANameIsNotWhatWasSeenBefore() {
        ledger.setups().add(credential("acme", sealed("k1", 1)), "admin", "made");
        Revision seen = entry(CREDENTIAL, "acme").revision();
        assertThat(ledger.setups().remove(CREDENTIAL, "acme", seen, "admin", "gone"))
                .isTrue();
        assertThat(ledger.setups().find(CREDENTIAL, "acme")).isEmpty();
        ledger.setups().add(credential("acme"), "admin", "made");
        Entry again = entry(CREDENTIAL, "acme");
        assertThat(again.revision()).isNotEqualTo(seen);
        assertThat(again.draft().secrets()).as("no secret of the first one").isEmpty();
        assertThat(ledger.setups().remove(CREDENTIAL, "acme", seen, "admin", "gone"))
                .isFalse();
        assertThat(ledger.events().of("credential acme", 9))
                .extracting(Events.Event::kind)
                .containsExactly(EventKind.SETUP_MADE, EventKind.SETUP_REMOVED, EventKind.SETUP_MADE);
    }

    @Test
    void secretsAreSealedAnewUnlessTheEntryMovedOn() {
        ledger.setups().add(credential("acme", sealed("k1", 1)), "admin", "made");
        Entry old = entry(CREDENTIAL, "acme");
        ledger.setups().resealed(old, List.of(sealed("k2", 2)));
        Entry now = entry(CREDENTIAL, "acme");
        assertThat(now.revision()).isEqualTo(old.revision());
        assertThat(now.draft().secrets().get(0).sealed().key()).isEqualTo("k2");
        ledger.setups().change(credential("acme", sealed("k2", 3)), now.revision(), "admin", "changed");
        ledger.setups().resealed(old, List.of(sealed("k3", 1)));
        assertThat(entry(CREDENTIAL, "acme").draft().secrets().get(0).sealed().bytes())
                .containsExactly(3);
    }

    @Test
    void whatIsOpenIsToldByCredentialModelAndTask() {
        bench.drop(Bench.row("a", 1, 1));
        long batch = bench.assemble();
        Batches.Batch open = ledger.batches().find(batch).orElseThrow();
        String model = ledger.recipes().recipe(open.recipeId()).model();
        String task = ledger.recipes().taskName(open.taskId());
        assertThat(ledger.setups().openBatches(open.credential(), 5)).containsExactly(batch);
        assertThat(ledger.setups().openBatches("nobody", 5)).isEmpty();
        assertThat(ledger.setups().openBatches(open.credential(), model, 5)).containsExactly(batch);
        assertThat(ledger.setups().openBatches(open.credential(), "{}", 5)).isEmpty();
        assertThat(ledger.setups().unfinished(List.of(task, "nothing"))).containsExactly(task);
    }
}
