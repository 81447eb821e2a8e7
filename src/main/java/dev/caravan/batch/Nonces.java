package dev.caravan.batch;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the prompt of a record and attempt shows, and its answer must repeat: made from the custom id with the secret of the
 * ledger. It is the same whenever it is made again, so it is kept nowhere; and whoever sees those of other records can't
 * tell it.
 */
final class Nonces {
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 8;

    private final SecretKeySpec key;

    /** @param secret of the ledger */
    Nonces(byte[] secret) {
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Eight letters and digits that nobody takes for one another. */
    String of(String customId) {
        byte[] hash = mac(("nonce " + customId).getBytes(StandardCharsets.UTF_8));
        StringBuilder nonce = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            nonce.append(ALPHABET.charAt((hash[i] & 0xff) % ALPHABET.length()));
        }
        return nonce.toString();
    }

    private byte[] mac(byte[] text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
