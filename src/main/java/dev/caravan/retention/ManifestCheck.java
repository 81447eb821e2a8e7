package dev.caravan.retention;

import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Proofs.Subject;
import dev.caravan.ledger.RecordState;
import dev.caravan.spool.Spool;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares a manifest with what ledger and spool say now. Reads only; streams. */
public final class ManifestCheck {
    private static final int LEAF_BYTES = 32;
    private static final int MOST_NAMED = 20;

    private final Proofs proofs;
    private final Spool spool;
    private final String ledger;

    /** @param ledger the six characters that tell it from others */
    public ManifestCheck(Proofs proofs, Spool spool, String ledger) {
        this.proofs = proofs;
        this.spool = spool;
        this.ledger = ledger;
    }

    /**
     * What a check found.
     *
     * @param problems one a line; empty if everything agrees
     * @param summary one line for a person
     */
    public record Report(List<String> problems, String summary) {}

    /**
     * The way from one record to the root: {@code lines} for a person, the last of them the root.
     *
     * @param root whether the way ends at the root of the manifest
     */
    public record Proof(List<String> lines, boolean root) {}

    /** @throws IOException if the bytes are no manifest, or of another ledger, or the spool can't be read */
    public Report check(byte[] bytes) throws IOException {
        ManifestFile manifest = ManifestFile.parse(bytes);
        Subject drop = subject(manifest);
        List<String> problems = new ArrayList<>();
        List<Proofs.Manifest> known = proofs.manifests(drop.id());
        String sha256 = Hashes.of(new ByteArrayInputStream(bytes)).sha256();
        if (known.stream()
                .noneMatch(one -> one.no() == manifest.number() && one.sha256().equals(sha256))) {
            problems.add("The manifest is not the one that the ledger knows as number " + manifest.number()
                    + " of drop " + drop.id() + ": it was changed, or the ledger is an older one");
        }
        new FilesCheck(spool).check(manifest, drop.purgedAt() != null, problems);
        counts(manifest, drop, problems);
        if (drop.rowsGone()) {
            leaves(manifest, drop, problems);
        } else {
            tree(manifest, drop, problems);
        }
        int newest = known.isEmpty() ? 0 : known.get(known.size() - 1).no();
        if (!problems.isEmpty() && manifest.number() < newest) {
            problems.add("Outcomes changed since this manifest was written: manifest " + newest + " of drop "
                    + drop.id() + " is the newest");
        }
        if (!proofs.drop(drop.id()).map(Subject::moves).equals(Optional.of(drop.moves()))) {
            problems.add("Drop " + drop.id() + " moved while it was read; check it again");
        }
        String name = "manifest " + manifest.number() + " of drop " + drop.id();
        return new Report(
                problems,
                problems.isEmpty()
                        ? "ok (" + name + ": " + manifest.leaves() + " leaves, root " + manifest.root() + ")"
                                + gone(drop)
                        : name + ": " + problems.size() + (problems.size() == 1 ? " problem" : " problems"));
    }

    private static String gone(Subject drop) {
        if (drop.purgedAt() == null) {
            return "";
        }
        return drop.rowsGone()
                ? "; its payloads and rows were deleted by age, only its counts and leaves could be compared"
                : "; its payloads were deleted by age on " + drop.purgedAt() + ", counts and root match";
    }

    /** The way from one record to the root, by what the ledger says now. Empty if the drop has no such record. */
    public Optional<Proof> prove(byte[] bytes, String sourceId) throws IOException {
        ManifestFile manifest = ManifestFile.parse(bytes);
        Subject drop = subject(manifest);
        Optional<Long> record = proofs.find(drop.id(), sourceId);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        List<Leaf> found = new ArrayList<>();
        new Leaves(proofs).read(drop, leaf -> {
            if (leaf.sourceId().equals(sourceId)) {
                found.add(leaf);
            }
        });
        Leaf leaf = found.get(0);
        HashTree tree = new HashTree(leaf.number());
        new Leaves(proofs).read(drop, one -> tree.add(one.hash()));
        String root = Hashes.hex(tree.root());
        List<String> lines = new ArrayList<>();
        lines.add("line " + leaf.line() + ", " + leaf.state().toLowerCase(Locale.ROOT) + ", leaf " + leaf.number()
                + " of " + tree.leaves() + " " + Hashes.hex(leaf.hash()));
        tree.path().forEach(step -> lines.add(step.side() + " " + Hashes.hex(step.hash())));
        lines.add("root " + root);
        return Optional.of(new Proof(lines, root.equals(manifest.root())));
    }

    private Subject subject(ManifestFile manifest) throws IOException {
        if (!manifest.ledger().startsWith(ledger)) {
            throw new IOException(
                    "it is of the ledger \"" + manifest.ledger() + "\", and this one is \"" + ledger + "\"");
        }
        return proofs.drop(manifest.drop())
                .orElseThrow(() -> new IOException("the ledger has no drop " + manifest.drop()));
    }

    private static void counts(ManifestFile manifest, Subject drop, List<String> problems) {
        Map<String, Long> now = new TreeMap<>();
        now.put("read", drop.counts().read());
        now.put("refused", drop.counts().refused());
        now.put("duplicate", drop.counts().duplicate());
        now.put("unchanged", drop.counts().unchanged());
        now.put("stale", drop.counts().stale());
        for (RecordState state : RecordState.values()) {
            now.put(state.name().toLowerCase(Locale.ROOT), drop.counts().in(state));
        }
        now.forEach((name, n) -> {
            long then = manifest.counts().getOrDefault(name, 0L);
            if (n != then) {
                problems.add("The manifest counts " + then + " " + name + ", the ledger " + n);
            }
        });
    }

    /** Where the ledger has no rows any more. */
    private void leaves(ManifestFile manifest, Subject drop, List<String> problems) throws IOException {
        String path = ManifestWriter.leaves(drop.id(), manifest.number());
        if (!spool.exists(path)) {
            return;
        }
        HashTree then = new HashTree();
        try (InputStream stored = new BufferedInputStream(spool.open(path, 0), 1 << 16)) {
            byte[] leaf = stored.readNBytes(LEAF_BYTES);
            while (leaf.length == LEAF_BYTES) {
                then.add(leaf);
                leaf = stored.readNBytes(LEAF_BYTES);
            }
        }
        damaged(then, manifest, path, problems);
    }

    private static void damaged(HashTree then, ManifestFile manifest, String path, List<String> problems) {
        if (!Hashes.hex(then.root()).equals(manifest.root())) {
            problems.add(path + " in the spool is damaged: its root is not the manifest's");
        }
    }

    /** Leaf by leaf where the leaves are still in the spool, else the root alone. */
    private void tree(ManifestFile manifest, Subject drop, List<String> problems) throws IOException {
        String path = ManifestWriter.leaves(drop.id(), manifest.number());
        HashTree now = new HashTree();
        HashTree then = new HashTree();
        List<Leaf> differing = new ArrayList<>();
        long[] differ = new long[1];
        boolean leaves = spool.exists(path);
        try (InputStream stored =
                leaves ? new BufferedInputStream(spool.open(path, 0), 1 << 16) : InputStream.nullInputStream()) {
            new Leaves(proofs).read(drop, leaf -> {
                now.add(leaf.hash());
                byte[] before = stored.readNBytes(LEAF_BYTES);
                if (before.length == LEAF_BYTES) {
                    then.add(before);
                }
                if (leaves && !Arrays.equals(before, leaf.hash()) && differ[0]++ < MOST_NAMED) {
                    differing.add(leaf);
                }
            });
            byte[] rest = stored.readNBytes(LEAF_BYTES);
            while (rest.length == LEAF_BYTES) {
                then.add(rest);
                differ[0]++;
                rest = stored.readNBytes(LEAF_BYTES);
            }
        } catch (NoSuchFileException e) {
            throw new IOException(e.getMessage() + " went away while it was read", e);
        }
        if (leaves) {
            damaged(then, manifest, path, problems);
        }
        if (!Hashes.hex(now.root()).equals(manifest.root())) {
            problems.add("The root of the ledger's rows is not the manifest's"
                    + (leaves ? ": " + differ[0] + (differ[0] == 1 ? " row differs" : " rows differ") : ""));
        }
        differing.forEach(leaf -> problems.add("Line " + leaf.line() + ", "
                + (leaf.sourceId().isEmpty() ? "refused" : "source id \"" + leaf.sourceId() + "\"")
                + ": not as the manifest says"));
    }
}
