package dev.caravan.retention;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;

/** Source ids under the secret of the ledger: the same id of the same task, the same 32 bytes, and no way back. */
final class SourceKeys {
    /** What stands in a record row in place of an erased source id, before its keyed hash in hex. */
    static final String ERASED = "erased:";

    private static final int HEX = 64;
    private final Mac mac;

    SourceKeys(byte[] key) {
        mac = Hashes.keyed(key);
    }

    /** Of an erased one its hash is all there is. */
    byte[] keyed(String task, String sourceId) {
        return isErased(sourceId)
                ? HexFormat.of().parseHex(sourceId.substring(ERASED.length()))
                : mac.doFinal((task + "\0" + sourceId).getBytes(StandardCharsets.UTF_8));
    }

    static boolean isErased(String sourceId) {
        return sourceId.length() == ERASED.length() + HEX
                && sourceId.startsWith(ERASED)
                && sourceId.substring(ERASED.length()).matches("[0-9a-f]*");
    }
}
