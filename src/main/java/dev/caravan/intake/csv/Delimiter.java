package dev.caravan.intake.csv;

import java.io.IOException;

/** Finds the delimiter in the header: the candidate that stands there most often outside quotes; comma if none does. */
final class Delimiter {
    private static final String CANDIDATES = ",;\t|";

    private Delimiter() {}

    static char detect(Replay text) throws IOException {
        int[] counts = new int[CANDIDATES.length()];
        boolean quoted = false;
        boolean blank = true;
        for (int i = 0; ; i++) {
            int c = text.peek(i);
            boolean lineEnd = c == '\n' || c == '\r';
            if (c < 0 || lineEnd && !quoted && !blank) {
                break;
            }
            blank &= lineEnd;
            quoted ^= c == '"';
            int candidate = quoted ? -1 : CANDIDATES.indexOf(c);
            if (candidate >= 0) {
                counts[candidate]++;
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return CANDIDATES.charAt(best);
    }
}
