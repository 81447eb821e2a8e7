package dev.caravan.intake.csv;

import java.io.IOException;
import java.io.PushbackReader;

/** Finds the delimiter in the header: the candidate that stands there most often outside quotes; comma if none does. */
final class Delimiter {
    static final int LOOK_AHEAD = 1 << 16;
    private static final String CANDIDATES = ",;\t|";

    private Delimiter() {}

    static char detect(PushbackReader text) throws IOException {
        char[] seen = new char[LOOK_AHEAD];
        int[] counts = new int[CANDIDATES.length()];
        int length = 0;
        boolean quoted = false;
        boolean inHeader = true;
        boolean blank = true;
        while (inHeader && length < seen.length) {
            int n = text.read(seen, length, seen.length - length);
            if (n < 0) {
                break;
            }
            int end = length + n;
            for (; length < end && inHeader; length++) {
                char c = seen[length];
                boolean lineEnd = c == '\n' || c == '\r';
                inHeader = quoted || !lineEnd || blank;
                blank &= lineEnd;
                quoted ^= c == '"';
                int candidate = quoted ? -1 : CANDIDATES.indexOf(c);
                if (candidate >= 0) {
                    counts[candidate]++;
                }
            }
            length = end;
        }
        text.unread(seen, 0, length);
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return CANDIDATES.charAt(best);
    }
}
