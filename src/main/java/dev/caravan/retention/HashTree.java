package dev.caravan.retention;

import dev.caravan.spool.Sha256;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A hash tree over leaves that come one by one, in the shape of RFC 6962: inner nodes are SHA-256 over 0x01, left, right; the
 * left side of every node is the largest full tree that fits. Holds one node for each level.
 */
final class HashTree {
    private final MessageDigest sha256 = Sha256.digest();
    private final Deque<Node> right = new ArrayDeque<>();
    private final List<Step> path = new ArrayList<>();
    private final long wanted;
    private long leaves;

    /** Without a proof. */
    HashTree() {
        this(-1);
    }

    /** @param wanted number of the leaf, from 0, whose way to the root is kept */
    HashTree(long wanted) {
        this.wanted = wanted;
    }

    void add(byte[] leaf) {
        right.push(new Node(leaf, leaves++, 1));
        while (right.size() > 1 && second().size() == right.getFirst().size()) {
            merge();
        }
    }

    long leaves() {
        return leaves;
    }

    /** Ends the tree. Of no leaves: the hash of nothing. */
    byte[] root() {
        if (right.isEmpty()) {
            return Sha256.digest().digest();
        }
        while (right.size() > 1) {
            merge();
        }
        return right.getFirst().hash();
    }

    /** From the leaf up to the root; only after {@link #root()}. */
    List<Step> path() {
        return List.copyOf(path);
    }

    private Node second() {
        var nodes = right.iterator();
        nodes.next();
        return nodes.next();
    }

    private void merge() {
        Node last = right.pop();
        Node left = right.pop();
        if (left.holds(wanted)) {
            path.add(new Step("right", last.hash()));
        } else if (last.holds(wanted)) {
            path.add(new Step("left", left.hash()));
        }
        right.push(new Node(join(sha256, left.hash(), last.hash()), left.from(), left.size() + last.size()));
    }

    static byte[] join(MessageDigest sha256, byte[] left, byte[] right) {
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }

    /** The neighbour on the way up, and on which side it stands. */
    record Step(String side, byte[] hash) {}

    private record Node(byte[] hash, long from, long size) {
        boolean holds(long leaf) {
            return leaf >= from && leaf < from + size;
        }
    }
}
