package dev.caravan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command of a line that people type into a shell. The notation of usages is understood too: {@code [--for=2h]} may be
 * left out, {@code --batch=12 | --drop=4} are one or the other.
 *
 * @param variables what is set in front of it
 * @param words the program and what follows, without quotes
 */
record Command(Map<String, String> variables, List<String> words) {
    private static final Pattern INSIDE = Pattern.compile("\\$\\(([^()]+)\\)|<\\(([^()]+)\\)");
    private static final Pattern SET = Pattern.compile("([A-Za-z_]\\w*)=(.*)", Pattern.DOTALL);

    /** Those of a block, with those inside of others. */
    static List<Command> of(String block) {
        List<Command> commands = new ArrayList<>();
        for (String line : block.replaceAll("\\\\\n\\s*", "").lines().toList()) {
            Matcher inside = INSIDE.matcher(line);
            while (inside.find()) {
                commands.addAll(of(inside.group(1) == null ? inside.group(2) : inside.group(1)));
            }
            commands.addAll(plain(INSIDE.matcher(line).replaceAll("…")));
        }
        return commands;
    }

    private static List<Command> plain(String line) {
        List<Command> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String word : words(line)) {
            if (!word.matches("&&|\\|\\|?|;")) {
                words.add(word);
            } else if (!words.isEmpty()) {
                commands.add(one(words));
                words.clear();
            }
        }
        if (!words.isEmpty()) {
            commands.add(one(words));
        }
        return joined(commands);
    }

    /** What begins with an option is another choice for the command before it. */
    private static List<Command> joined(List<Command> commands) {
        List<Command> joined = new ArrayList<>();
        for (Command command : commands) {
            if (!joined.isEmpty()
                    && !command.words().isEmpty()
                    && command.words().get(0).startsWith("--")) {
                joined.get(joined.size() - 1).words().addAll(command.words());
            } else {
                joined.add(command);
            }
        }
        return joined;
    }

    private static Command one(List<String> all) {
        Map<String, String> variables = new LinkedHashMap<>();
        List<String> words = new ArrayList<>(all);
        Matcher set = SET.matcher(words.get(0));
        while (set.matches()) {
            variables.put(set.group(1), set.group(2));
            words.remove(0);
            if (words.isEmpty()) {
                break;
            }
            set = SET.matcher(words.get(0));
        }
        return new Command(variables, words);
    }

    /** Up to a comment. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean begun = false;
        for (char c : line.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (c == ' ') {
                end(words, word, begun);
                begun = false;
            } else if (c == '#' && word.length() == 0) {
                break;
            } else {
                word.append(c);
            }
        }
        end(words, word, begun);
        return words;
    }

    private static void end(List<String> words, StringBuilder word, boolean quoted) {
        if (word.length() > 0 || quoted) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
