package dev.caravan.simulator.core;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be picked out of a user's words without understanding them. */
final class UserText {
    private static final List<String> MAIN_FIELDS =
            List.of("body", "text", "message", "description", "content", "comment", "review", "question");
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{N}]{3,}");
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}.-])\\d{1,9}(\\.\\d{1,6})?(?![\\p{L}\\p{N}-])");
    private static final Pattern REFERENCE = Pattern.compile("(?i)(.+?)[_ -]?(id|key|no|nr|number|ref|code)");

    /** Instructions, then a line that says that from here on it is the text. */
    private static final String LAST_PART = "(?s)(?:^|\\n)The text:\\n\\s*(\\S.*)";

    private static final Pattern ITEM = Pattern.compile("[-*] (?:`([^`]+)`.*|([^:`]+)(?::.*)?)");

    private final String text;
    private final String lowerCase;
    private final String gist;

    UserText(String text) {
        this.text = text;
        this.lowerCase = text.toLowerCase(Locale.ROOT);
        this.gist = first(LAST_PART)
                .or(() -> MAIN_FIELDS.stream()
                        .flatMap(field -> valueOf(field).stream())
                        .findFirst())
                .orElseGet(() -> longestLine(text));
    }

    String raw() {
        return text;
    }

    /** The value that the text gives for a name: as a JSON field, an element, a line {@code name: value}, or a reference. */
    Optional<String> valueOf(String name) {
        return isNamed(name) ? valueBehind(name) : reference(name);
    }

    /** Whether the name is there at all: most names are not, and expressions are slow to find that out in a long text. */
    private boolean isNamed(String name) {
        return text.contains(name)
                || Arrays.stream(name.toLowerCase(Locale.ROOT).split("_")).allMatch(lowerCase::contains);
    }

    private Optional<String> valueBehind(String name) {
        String loose = Pattern.quote(name).replace("_", "\\E[_ -]\\Q");
        return jsonField(name)
                .or(() -> first("(?is)<" + Pattern.quote(name) + ">\\s*([^<]*?)\\s*</"))
                .or(() -> first("(?im)^[^\\p{L}\\p{N}\\n]*" + loose + "[*_`]*\\h*[:=]\\h*(.*\\S)\\h*$"))
                .or(() -> reference(name));
    }

    private Optional<String> jsonField(String name) {
        Matcher field = Pattern.compile("\"" + Pattern.quote(name) + "\"\\s*:").matcher(text);
        if (!field.find()) {
            return Optional.empty();
        }
        try (JsonParser value = Json.MAPPER.createParser("[" + text.substring(field.end()))) {
            value.nextToken();
            JsonToken token = value.nextToken();
            return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL
                    ? Optional.of(value.getText())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> reference(String name) {
        Matcher parts = REFERENCE.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String label = "(?i)\\b" + Pattern.quote(String.valueOf(parts.group(1))) + "(?:\\h+(?:id|no\\.?|number))?";
        return first(label + "[:#\\h]*((?=[\\p{L}_-]*\\d)[\\p{L}\\p{N}](?:[\\p{L}\\p{N}._/-]*[\\p{L}\\p{N}])?)");
    }

    /**
     * What a list of the text offers for a name: the items below a line such as {@code Labels:} for {@code label} and
     * {@code top_label}. An item is what stands between back quotes, or before a colon. Empty if there is no such list.
     */
    List<String> offered(String name) {
        String last = name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
        int at = last.isEmpty() ? -1 : lowerCase.indexOf(last + "s:\n");
        if (at < 0) {
            return List.of();
        }
        List<String> items = new ArrayList<>();
        for (String line :
                (Iterable<String>) text.substring(at + last.length() + 3).lines()::iterator) {
            Matcher item = ITEM.matcher(line);
            if (!item.matches()) {
                break;
            }
            items.add(item.group(1) == null ? item.group(2) : item.group(1));
        }
        return items;
    }

    /** The gist in one line of at most {@code max} characters, cut between words where there are any. */
    String shortened(int max) {
        String line =
                gist.replaceAll("<[^>]*>|[<>]", " ").replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            line = "nothing to go by";
        }
        if (line.codePointCount(0, line.length()) <= max) {
            return line;
        }
        String cut = line.substring(0, line.offsetByCodePoints(0, Math.max(0, max)));
        int space = cut.lastIndexOf(' ');
        return space > max / 2 ? cut.substring(0, space) : cut;
    }

    private static String longestLine(String text) {
        String longest = "";
        for (String line : text.split("\\R")) {
            longest = line.length() > longest.length() ? line : longest;
        }
        return longest;
    }

    /** Distinct longer words of the gist, in order, in lower case; never empty. */
    List<String> words() {
        Set<String> words = new LinkedHashSet<>();
        Matcher word = WORD.matcher(gist);
        while (word.find()) {
            words.add(word.group().toLowerCase(Locale.ROOT));
        }
        return words.isEmpty() ? List.of("simulated") : new ArrayList<>(words);
    }

    Optional<String> firstNumber() {
        Matcher number = NUMBER.matcher(text);
        return number.find() ? Optional.of(number.group()) : Optional.empty();
    }

    /** How many of the words of {@code option} the text has. */
    int overlap(String option) {
        int hits = 0;
        for (String word : option.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            hits += word.length() > 2 && lowerCase.contains(word) ? 1 : 0;
        }
        return hits;
    }

    /** The first word, whole, that matches. */
    Optional<String> firstMatch(Pattern pattern) {
        for (String token : text.split("[\\s,;\"'()\\[\\]{}<>]+")) {
            String word = token.replaceAll("[.:!?]+$", "");
            if (!word.isEmpty() && pattern.matcher(word).find()) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    private Optional<String> first(String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }
}
