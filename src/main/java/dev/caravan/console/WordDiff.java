package dev.caravan.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What changed between two texts, word by word. Texts of more than {@value #MOST} words or {@value #LONGEST} characters are
 * shown as replaced.
 */
public final class WordDiff {
    private static final int MOST = 600;
    private static final int LONGEST = 20_000;
    private static final int CONTEXT = 100;
    private static final Pattern WORD = Pattern.compile("\\s+|[\\p{L}\\p{N}_]+|.", Pattern.DOTALL);

    private final List<Piece> pieces = new ArrayList<>();

    private WordDiff() {}

    /** @param kind {@code same}, {@code added} or {@code removed} */
    public record Piece(Kind kind, String text) {
        public boolean same() {
            return kind == Kind.SAME;
        }

        public boolean added() {
            return kind == Kind.ADDED;
        }

        public boolean removed() {
            return kind == Kind.REMOVED;
        }
    }

    public enum Kind {
        SAME,
        ADDED,
        REMOVED
    }

    public static List<Piece> of(String before, String after) {
        if (before.length() > LONGEST || after.length() > LONGEST) {
            return replaced(before, after);
        }
        List<String> from = words(before);
        List<String> to = words(after);
        if (from.size() > MOST || to.size() > MOST) {
            return replaced(before, after);
        }
        WordDiff diff = new WordDiff();
        diff.walk(from, to, lengths(from, to));
        return diff.pieces;
    }

    /**
     * The same for texts of many lines, which are compared line by line, and word by word where a few lines stand for others.
     * Those of more than {@value #MOST} lines are shown as replaced.
     */
    public static List<Piece> ofLines(String before, String after) {
        List<String> from = before.lines().map(line -> line + "\n").toList();
        List<String> to = after.lines().map(line -> line + "\n").toList();
        if (from.size() > MOST || to.size() > MOST) {
            return replaced(before, after);
        }
        WordDiff lines = new WordDiff();
        lines.walk(from, to, lengths(from, to));
        WordDiff diff = new WordDiff();
        List<Piece> all = lines.pieces;
        for (int i = 0; i < all.size(); i++) {
            Piece piece = all.get(i);
            boolean other =
                    i + 1 < all.size() && !piece.same() && !all.get(i + 1).same();
            if (other) {
                Piece next = all.get(++i);
                String old = piece.removed() ? piece.text() : next.text();
                String now = piece.removed() ? next.text() : piece.text();
                of(old, now).forEach(one -> diff.add(one.kind(), one.text()));
            } else {
                diff.add(piece.kind(), piece.text());
            }
        }
        return diff.pieces;
    }

    /** One in the place of the other, from a little before they differ; of long ones the head of that. */
    public static List<Piece> replaced(String before, String after) {
        int same = 0;
        while (same < Math.min(before.length(), after.length()) && before.charAt(same) == after.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - CONTEXT);
        if (from > 0 && Character.isLowSurrogate(before.charAt(from))) {
            from--;
        }
        String dots = from == 0 ? "" : "…";
        WordDiff diff = new WordDiff();
        diff.add(Kind.REMOVED, Cut.head(dots + before.substring(from)));
        diff.add(Kind.ADDED, Cut.head(dots + after.substring(from)));
        return diff.pieces;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find() && words.size() <= MOST) {
            words.add(matcher.group());
        }
        return words;
    }

    /** Length of the longest common run of words from each pair of places on. */
    private static int[][] lengths(List<String> from, List<String> to) {
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private void walk(List<String> from, List<String> to, int[][] common) {
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                add(Kind.SAME, from.get(i++));
                j++;
            } else if (j == to.size() || i < from.size() && common[i + 1][j] >= common[i][j + 1]) {
                add(Kind.REMOVED, from.get(i++));
            } else {
                add(Kind.ADDED, to.get(j++));
            }
        }
    }

    private void add(Kind kind, String text) {
        int last = pieces.size() - 1;
        if (last >= 0 && pieces.get(last).kind() == kind) {
            pieces.set(last, new Piece(kind, pieces.get(last).text() + text));
        } else if (!text.isEmpty()) {
            pieces.add(new Piece(kind, text));
        }
    }
}
