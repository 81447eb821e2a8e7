package dev.caravan.batch;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.caravan.model.TokenFacts;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the input tokens of request lines, rather too many than too few, since a provider refuses what is over its
 * limits. Counted is the whole line with all its JSON, which the model never sees. Counting a million lines would take many
 * minutes, so after the first lines of a batch one in {@value #EVERY} is counted, and the others are taken to have as many
 * tokens for each byte as those had on average, and a tenth more. Where nobody has published how a model cuts its text, a
 * token is taken to have three bytes.
 */
final class TokenMeter {
    private static final int FIRST = 32;
    private static final int EVERY = 200;
    /** Of a longer line only its two ends are counted. */
    private static final int LONG = 16_384;

    private static final double MARGIN = 1.1;
    private static final double BYTES_PER_TOKEN = 3;

    /** Loads an encoding when it is first asked for, which takes a third of a second of a core, and keeps it. */
    private static final EncodingRegistry ENCODINGS = Encodings.newLazyEncodingRegistry();

    private final @Nullable Encoding encoding;
    private long lines;
    private double sampledBytes;
    private double sampledTokens;

    private TokenMeter(@Nullable Encoding encoding) {
        this.encoding = encoding;
    }

    /** @param encoding one of {@link TokenFacts#ENCODINGS} */
    static TokenMeter of(String encoding) {
        return switch (encoding) {
            case "o200k" -> new TokenMeter(ENCODINGS.getEncoding(EncodingType.O200K_BASE));
            case "cl100k" -> new TokenMeter(ENCODINGS.getEncoding(EncodingType.CL100K_BASE));
            default -> new TokenMeter(null);
        };
    }

    /** The same encoding, for another batch. */
    TokenMeter fresh() {
        return new TokenMeter(encoding);
    }

    /** Tokens of one more line, which begins at {@code from}. */
    long tokens(byte[] line, int from, int length) {
        if (encoding == null) {
            return (long) Math.ceil(length / BYTES_PER_TOKEN);
        }
        if (lines < FIRST || lines % EVERY == 0) {
            double counted = count(encoding, line, from, length);
            sampledBytes += length;
            sampledTokens += counted;
            lines++;
            return (long) Math.ceil(counted);
        }
        lines++;
        return (long) Math.ceil(length * sampledTokens / sampledBytes * MARGIN);
    }

    private static double count(Encoding encoding, byte[] line, int from, int length) {
        if (length <= LONG) {
            return encoding.countTokensOrdinary(new String(line, from, length, StandardCharsets.UTF_8));
        }
        int half = LONG / 2;
        int tokens = encoding.countTokensOrdinary(new String(line, from, half, StandardCharsets.UTF_8))
                + encoding.countTokensOrdinary(new String(line, from + length - half, half, StandardCharsets.UTF_8));
        return (double) tokens / LONG * length * MARGIN;
    }
}
