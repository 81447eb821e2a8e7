package dev.caravan.setup;

import dev.caravan.config.Problem;
import dev.caravan.config.Problems;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerPlace;
import dev.caravan.ledger.Setups.Entry;
import dev.caravan.model.Credential;
import dev.caravan.model.MadeEntry;
import dev.caravan.model.ModelFiles;
import dev.caravan.model.Models;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.env.Environment;

/**
 * Batch models and credentials of the files together with those of the ledger, for whoever looks beside a Caravan that may run.
 *
 * @param models all that can be used
 * @param made what the ledger has, such as {@code credential acme}
 * @param warnings what of it has no effect, or does not work, one sentence each
 */
public record Overlay(Models models, List<String> made, List<String> warnings) {

    public Overlay {
        made = List.copyOf(made);
        warnings = List.copyOf(warnings);
    }

    /** Reads; nothing is written, and no key is made. What is wrong in the files, or with a key, is a problem. */
    public static Overlay read(Environment environment, ModelFiles files, Path data, Problems problems) {
        List<String> warnings = new ArrayList<>();
        List<MadeEntry> made = new ArrayList<>();
        var entries = new Entries(files, Keyring.read(environment, data, problems));
        try {
            for (Entry entry : LedgerPlace.of(environment, data).setups()) {
                made.add(entries.made(entry));
            }
        } catch (LedgerException e) {
            warnings.add(e.getMessage() + ". What was made over HTTP is not looked at");
        }
        Problems found = new Problems();
        Models models = files.with(made, found);
        for (Problem problem : found.sorted()) {
            if (files.isOne(problem.file())) {
                problems.add(problem.file(), problem.line(), problem.message(), problem.hint());
            } else {
                warnings.add(problem + ". It is left out until it is changed over HTTP");
            }
        }
        warnings.addAll(shadowed(files, made));
        warnings.addAll(closed(models));
        return new Overlay(models, made.stream().map(MadeEntry::title).toList(), warnings);
    }

    /** Entries that a file says otherwise. */
    static List<String> shadowed(ModelFiles files, List<MadeEntry> made) {
        return made.stream()
                .flatMap(entry -> files
                        .place(entry.kind(), entry.name())
                        .map(place -> "The " + entry.kind().word() + " \"" + entry.name()
                                + "\" that was made over HTTP has no effect: " + place
                                + " says what it is. It counts again when the file no longer has the name")
                        .stream())
                .toList();
    }

    /** Credentials whose secrets no key opens. */
    static List<String> closed(Models models) {
        return models.credentials().values().stream()
                .map(Credential::secret)
                .flatMap(secret -> secret.whyClosed().stream())
                .map(why -> why + ". Its batches wait until there is the right key, or the secret is given again")
                .toList();
    }
}
