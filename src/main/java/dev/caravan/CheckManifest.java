package dev.caravan;

import dev.caravan.bucket.Buckets;
import dev.caravan.bucket.BucketsReader;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.retention.ManifestCheck;
import dev.caravan.spool.Spool;
import dev.caravan.spool.Spools;
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
        Path data = Path.of(environment.getProperty("caravan.data", "data"));
        try (LedgerReader ledger = LedgerReader.open(data);
                Buckets buckets = buckets(environment)) {
            Spool spool = Spools.at(environment.getProperty("caravan.spool", ""), data.resolve("spool"), buckets);
            ManifestCheck check = new ManifestCheck(ledger.proofs(), spool, ledger.name());
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

    static Buckets buckets(Environment environment) {
        Problems problems = new Problems();
        Path config = Path.of(environment.getProperty("caravan.config", "config"));
        Placeholders placeholders = new Placeholders(name -> Optional.ofNullable(environment.getProperty(name)));
        Buckets buckets = new Buckets(BucketsReader.read(config, placeholders, problems));
        problems.throwIfAny();
        return buckets;
    }
}
