package dev.caravan.publish;

import dev.caravan.spool.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Passes bytes on and hashes them. */
final class Sha256Stream extends FilterOutputStream {
    private final MessageDigest digest;

    Sha256Stream(OutputStream out) {
        super(out);
        digest = Sha256.digest();
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
        return Sha256.hex(digest);
    }
}
