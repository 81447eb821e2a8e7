package dev.caravan.setup;

import dev.caravan.ledger.Setups.Sealed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key of 256 bits that seals secrets: AES-GCM with a nonce of 96 random bits before the bytes and a tag of 128 behind them. */
final class SealKey {
    private static final int BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String id;

    private SealKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        this.id = id(key);
    }

    static SealKey fresh() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new SealKey(key);
    }

    /** A key from 32 bytes in base64; empty if it is anything else. */
    static Optional<SealKey> of(String base64) {
        try {
            byte[] key = Base64.getDecoder().decode(base64.strip());
            return key.length == BYTES ? Optional.of(new SealKey(key)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** What tells it from others and does not tell what it is. */
    String id() {
        return id;
    }

    String base64() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** @param about what the secret belongs to: it can be opened for nothing else */
    Sealed seal(String secret, String about) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, about).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return new Sealed(
                    id,
                    ByteBuffer.allocate(NONCE + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES-GCM", e);
        }
    }

    /** Empty if it was sealed with another key or about something else, or was changed. */
    Optional<String> open(Sealed sealed, String about) {
        byte[] all = sealed.bytes();
        if (!sealed.key().equals(id) || all.length <= NONCE) {
            return Optional.empty();
        }
        try {
            byte[] secret = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE), about)
                    .doFinal(all, NONCE, all.length - NONCE);
            return Optional.of(new String(secret, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException changed) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String about) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String id(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("caravan key of secrets\n".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(key), 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
