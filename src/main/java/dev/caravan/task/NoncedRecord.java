package dev.caravan.task;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record with the nonce that its prompt shows.
 *
 * @param nonce letters and digits
 */
public record NoncedRecord(CanonicalRecord record, String nonce) implements CanonicalRecord {

    @Override
    public byte[] bytes() {
        return record.bytes();
    }

    @Override
    public Optional<byte[]> escaped(String field) {
        return field.equals(Task.Output.NONCE)
                ? Optional.of(nonce.getBytes(StandardCharsets.US_ASCII))
                : record.escaped(field);
    }

    @Override
    public Optional<String> text(String field) {
        return field.equals(Task.Output.NONCE) ? Optional.of(nonce) : record.text(field);
    }
}
