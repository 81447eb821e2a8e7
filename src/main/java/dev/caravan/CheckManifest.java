package dev.caravan;

import dev.caravan.bucket.Buckets;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.retention.ManifestCheck;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The command {@code check --manifest=<file>}: compares a drop's manifest with ledger and spool. Asks no provider. */
final class CheckManifest {
    static final String OPTION = "manifest";
    private static final String SOURCE = "source-id";

    private CheckManifest() {}

    /** Returns the exit code. */
    static int run(Environment environment, PrintStream out) {
        Path file = Path.of(environment.getRequiredProperty(OPTION));
        DataFolder data = new DataFolder(environment);
        try (LedgerReader ledger = data.ledger();
                Buckets buckets = data.buckets()) {
            ManifestCheck check = new ManifestCheck(ledger.proofs(), data.spool(buckets), ledger.name());
            byte[] manifest = Files.readAllBytes(file);
            String source = environment.getProperty(SOURCE, "");
            return source.isEmpty() ? whole(check.check(manifest), out) : one(check, manifest, source, out);
        } catch (IOException | UncheckedIOException | LedgerException e) {
            out.println("check: " + file + " can't be checked: " + e.getMessage());
            return 1;
        }
    }

    private static int whole(ManifestCheck.Report report, PrintStream out) {
        report.problems().forEach(out::println);
        out.println("check: " + report.summary());
        return report.problems().isEmpty() ? 0 : 1;
    }

    private static int one(ManifestCheck check, byte[] manifest, String source, PrintStream out) throws IOException {
        Optional<ManifestCheck.Proof> proof = check.prove(manifest, source);
        if (proof.isEmpty()) {
            out.println("check: the drop has no record \"" + source + "\"");
            return 1;
        }
        proof.get().lines().forEach(out::println);
        out.println(
                proof.get().root()
                        ? "check: ok (\"" + source + "\" is in the manifest as the ledger has it)"
                        : "check: the way does not end at the root of the manifest; check --manifest without --source-id"
                                + " says what differs");
        return proof.get().root() ? 0 : 1;
    }
}
