package dev.caravan.publish;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Passes bytes on and hashes them. */
final class Sha256Stream extends FilterOutputStream {
    private final MessageDigest digest;

    Sha256Stream(OutputStream out) {
        super(out);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(int one) throws IOException {
        digest.update((byte) one);
        out.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        digest.update(bytes, from, length);
        out.write(bytes, from, length);
    }

    /** In hex; once only. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
