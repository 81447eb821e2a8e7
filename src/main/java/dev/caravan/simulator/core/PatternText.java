package dev.caravan.simulator.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes a text that matches a regular expression: literals, classes, groups, alternatives, repetition. */
final class PatternText {
    private final String pattern;
    private final Random random;
    private int at;

    PatternText(String pattern, long seed) {
        this.pattern = pattern;
        this.random = new Random(seed);
    }

    String make() {
        at = 0;
        return alternatives();
    }

    private String alternatives() {
        List<String> options = new ArrayList<>();
        options.add(sequence());
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            options.add(sequence());
        }
        return options.get(random.nextInt(options.size()));
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            int start = at;
            String once = atom();
            int afterAtom = at;
            int times = repetitions();
            int end = at;
            text.append(times > 0 ? once : "");
            for (int i = 1; i < times; i++) {
                at = start;
                text.append(atom());
            }
            at = Math.max(end, afterAtom);
        }
        return text.toString();
    }

    private String atom() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '^', '$' -> "";
            case '.' -> "x";
            case '[' -> String.valueOf(characterOf(CharacterSet.read(pattern, at)));
            case '(' -> group();
            case '\\' -> escaped();
            default -> String.valueOf(c);
        };
    }

    private char characterOf(CharacterSet set) {
        at = set.end();
        return set.characters().charAt(random.nextInt(set.characters().length()));
    }

    private String group() {
        boolean silent = false;
        if (pattern.startsWith("?", at)) {
            silent = pattern.startsWith("?=", at) || pattern.startsWith("?!", at) || pattern.startsWith("?<!", at);
            int name = pattern.startsWith("?<", at) ? pattern.indexOf('>', at) : -1;
            at = name > 0 && !silent ? name + 1 : at + 2;
        }
        String text = alternatives();
        at++;
        return silent ? "" : text;
    }

    private String escaped() {
        if (at >= pattern.length()) {
            return "";
        }
        char c = pattern.charAt(at++);
        if (c == 'b' || c == 'B' || c == 'A' || c == 'z' || c == 'Z') {
            return "";
        }
        String set = CharacterSet.escape(c);
        return String.valueOf(set.charAt(random.nextInt(set.length())));
    }

    /** How often the atom before is to come; moves past the quantifier. */
    private int repetitions() {
        if (at >= pattern.length()) {
            return 1;
        }
        int times = 1;
        switch (pattern.charAt(at)) {
            case '?', '*', '+' -> at++;
            case '{' -> {
                int close = pattern.indexOf('}', at);
                String first = pattern.substring(at + 1, close).split(",")[0].trim();
                times = first.isEmpty() ? 1 : Integer.parseInt(first);
                at = close + 1;
            }
            default -> {
                return 1;
            }
        }
        if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == '+')) {
            at++;
        }
        return times;
    }
}
