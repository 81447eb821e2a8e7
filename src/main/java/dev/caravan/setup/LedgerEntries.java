package dev.caravan.setup;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Setups.Entry;
import dev.caravan.ledger.Setups.KeptSecret;
import dev.caravan.ledger.Setups.Sealed;
import dev.caravan.model.MadeEntries;
import dev.caravan.model.MadeEntry;
import dev.caravan.model.ModelFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the ledger has at start: said where it has no effect or does not open, and sealed with the key of today. */
final class LedgerEntries implements MadeEntries {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerEntries.class);

    private final Ledger ledger;
    private final ModelFiles files;
    private final Entries entries;
    private final Keyring keys;

    LedgerEntries(Ledger ledger, ModelFiles files, Entries entries, Keyring keys) {
        this.ledger = ledger;
        this.files = files;
        this.entries = entries;
        this.keys = keys;
    }

    @Override
    public List<MadeEntry> list() {
        List<MadeEntry> all = new ArrayList<>();
        for (Entry entry : ledger.setups().list()) {
            reseal(entry);
            MadeEntry made = entries.made(entry);
            made.secrets().values().forEach(secret -> secret.whyClosed().ifPresent(why -> closed(entry, why)));
            all.add(made);
        }
        Overlay.shadowed(files, all).forEach(LOG::warn);
        return all;
    }

    private void reseal(Entry entry) {
        List<KeptSecret> secrets = new ArrayList<>();
        boolean changed = false;
        for (KeptSecret secret : entry.draft().secrets()) {
            Sealed sealed = secret.sealed();
            String about = Entries.about(entry.name(), entry.draft().body(), secret.part());
            Optional<String> opened =
                    sealed == null || !keys.isOld(sealed) ? Optional.empty() : keys.open(sealed, about);
            changed |= opened.isPresent();
            secrets.add(opened.map(text -> new KeptSecret(secret.part(), null, keys.seal(text, about), secret.set()))
                    .orElse(secret));
        }
        if (changed) {
            ledger.setups().resealed(entry, secrets);
            LOG.info("Secrets of credential \"{}\" are sealed with the key of today", entry.name());
        }
    }

    /** Told once for as long as it stays so. */
    private void closed(Entry entry, String why) {
        String body = why
                + ". Nothing is sent with it and its batches wait. Start with the right key, or give the secret again";
        LOG.error(body);
        String subject = "credential " + entry.name();
        boolean told = ledger.events().of(subject, 1).stream()
                .map(Events.Event::kind)
                .anyMatch(EventKind.SECRET_CLOSED::equals);
        if (!told) {
            ledger.events().raise(EventKind.SECRET_CLOSED, subject, body);
        }
    }
}
