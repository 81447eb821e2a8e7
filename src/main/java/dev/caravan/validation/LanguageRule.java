package dev.caravan.validation;

import dev.caravan.task.Languages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Texts must be in one of some languages. Short ones are not judged: nobody can tell. Thread-safe. */
final class LanguageRule {
    /** Letters that a text must have to be judged; names, numbers, addresses and code are not counted. */
    static final int LEAST_LETTERS = 60;

    private static final int MOST_CHARS = 600;
    /** A language that is at least this likely, compared with the likeliest, may be the one: Danish and Norwegian are close. */
    private static final double DOUBT = 0.5;

    private static final Set<UnicodeScript> UNSPACED = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    private final List<String> languages;
    private final Set<String> allowed = new HashSet<>();
    private final LanguageDetectorModel model;

    /** @param languages ISO 639-1 codes */
    LanguageRule(List<String> languages) {
        this.languages = languages;
        languages.forEach(code -> allowed.addAll(Languages.KNOWN.getOrDefault(code, List.of())));
        this.model = Model.LOADED;
    }

    /** Which language it is in instead, as a sentence; empty if it is one of the allowed, or can't be told. */
    Optional<String> broken(String text) {
        String words = words(text);
        if (words.codePoints().filter(Character::isLetter).count() < LEAST_LETTERS) {
            return Optional.empty();
        }
        Language[] guesses = new LanguageDetectorME(model).predictLanguages(words);
        double likely = 0;
        for (Language guess : guesses) {
            likely = allowed.contains(guess.getLang()) ? Math.max(likely, guess.getConfidence()) : likely;
        }
        Language best = guesses[0];
        boolean other = !allowed.contains(best.getLang()) && likely < best.getConfidence() * DOUBT;
        return other
                ? Optional.of("is in " + name(best.getLang()) + ", not in " + String.join(" or ", languages))
                : Optional.empty();
    }

    /** Without what is in no language. */
    private static String words(String text) {
        String first = text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) : text;
        List<String> words = new ArrayList<>();
        for (String word : first.split("\\s+")) {
            boolean plain = word.chars().noneMatch(c -> c >= '0' && c <= '9' || "@/_\\<>{}=#".indexOf(c) >= 0);
            words.add(plain ? word : unspaced(word));
        }
        return String.join(" ", words);
    }

    /** Where nobody writes spaces, a "word" is a sentence or more, and one digit in it does not make it a number. */
    private static String unspaced(String word) {
        return word.codePoints()
                .filter(c -> UNSPACED.contains(UnicodeScript.of(c)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String name(String iso3) {
        return Languages.KNOWN.entrySet().stream()
                .filter(one -> one.getValue().contains(iso3))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(iso3);
    }

    /** Read once, when the first task asks for it: it takes some 60 MB. */
    private static final class Model {
        static final LanguageDetectorModel LOADED = load();

        private static LanguageDetectorModel load() {
            try (InputStream in = LanguageRule.class.getResourceAsStream("/langdetect-183.bin")) {
                if (in == null) {
                    throw new IOException("langdetect-183.bin is not in the program");
                }
                return new LanguageDetectorModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException("The languages can't be read", e);
            }
        }
    }
}
