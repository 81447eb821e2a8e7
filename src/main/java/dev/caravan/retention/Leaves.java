package dev.caravan.retention;

import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Proofs.Answers;
import dev.caravan.ledger.Proofs.Row;
import dev.caravan.ledger.Proofs.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;

/**
 * The leaves of a drop's hash tree, read from the ledger in pages: its records in the order they were read, then its refused
 * rows by line. A leaf is keyed with the secret of the ledger, so nobody can try source ids on it. It holds the line, the
 * content hash, the keyed source id, the state, the attempt, and the result as the hash of its file and its place there.
 */
final class Leaves {
    private static final int PAGE = 5_000;
    private static final byte RECORD = 1;
    private static final byte REFUSED = 2;

    private final Proofs proofs;
    private final SourceKeys sources;
    private final Mac mac;
    private final Map<Long, List<Answers>> results = new TreeMap<>();
    private final Set<Integer> recipes = new TreeSet<>();
    private Proofs.Used used = Proofs.Used.NOTHING;
    private long number;

    Leaves(Proofs proofs) {
        byte[] key = proofs.key();
        this.proofs = proofs;
        this.sources = new SourceKeys(key);
        this.mac = Hashes.keyed(key);
    }

    /** Gives every leaf to {@code taker}; what they used is known afterwards. */
    void read(Subject drop, Leaf.Taker taker) throws IOException {
        used = proofs.earlier(drop.id());
        long after = 0;
        List<Row> page;
        do {
            page = proofs.rows(drop.id(), after, PAGE);
            for (Row row : page) {
                after = row.recordId();
                recipes.add(row.recipeId());
                used = used.plus(row.usage());
                taker.take(new Leaf(
                        number++, row.line(), row.sourceId(), row.state().toString(), hash(drop, row)));
            }
        } while (!page.isEmpty());
        if (drop.counts().refused() > 0) {
            refused(drop, taker);
        }
    }

    private void refused(Subject drop, Leaf.Taker taker) throws IOException {
        long after = 0;
        List<Drops.Refusal> page;
        do {
            page = proofs.refusals(drop.id(), after, PAGE);
            for (Drops.Refusal row : page) {
                after = row.line();
                mac.update(REFUSED);
                mac.update(number(row.line()));
                text(row.code());
                taker.take(new Leaf(number++, row.line(), "", "REFUSED", mac.doFinal()));
            }
        } while (!page.isEmpty());
    }

    private byte[] hash(Subject drop, Row row) throws IOException {
        mac.update(RECORD);
        mac.update(number(row.line()));
        mac.update(number(row.content()));
        mac.update(sources.keyed(drop.task(), row.sourceId()));
        text(row.state().name());
        text(row.code());
        mac.update(number(row.attempt()));
        ResultAt at = row.result();
        if (at != null) {
            text(file(row.batchId(), at.file()).received());
            mac.update(number(at.offset()));
        }
        String edit = row.edit();
        if (edit != null) {
            text(edit);
        }
        return mac.doFinal();
    }

    private Answers file(long batchId, int number) throws IOException {
        List<Answers> files = results.computeIfAbsent(batchId, proofs::results);
        if (number >= files.size()) {
            throw new IOException("Batch " + batchId + " has no result file " + number + " in the ledger");
        }
        return files.get(number);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(number(bytes.length));
        mac.update(bytes);
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** By batch, the result files that its records were answered from. */
    Map<Long, List<Answers>> results() {
        return results;
    }

    Set<Integer> recipes() {
        return recipes;
    }

    Proofs.Used used() {
        return used;
    }
}
