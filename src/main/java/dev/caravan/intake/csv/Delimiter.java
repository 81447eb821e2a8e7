package dev.caravan.intake.csv;

import java.io.IOException;

/** Finds the delimiter in the header: the candidate that stands there most often outside quotes; comma if none does. */
final class Delimiter {
    private static final String CANDIDATES = ",;\t|";

    private Delimiter() {}

    /** Of a file: what stands at an index, -1 if nothing does or it is too far away to look at. */
    interface Beginning {
        int at(int index) throws IOException;
    }

    static char detect(Beginning text) throws IOException {
        int[] counts = new int[CANDIDATES.length()];
        boolean quoted = false;
        boolean blank = true;
        for (int i = 0; ; i++) {
            int c = text.at(i);
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
