package dev.caravan.provider.whole;

import java.util.HashSet;
import java.util.Set;

/**
 * What of OpenAI's chat bodies a provider has words for, by OpenAI's names. Further words: {@code image} for inline
 * images, {@code image_url} for addresses of images, {@code json_object} and {@code json_schema} for formats of the answer,
 * {@code strict} for functions held to their schema, {@code tools}, {@code thinking}, {@code signature} for what
 * Gemini gives with a call.
 *
 * @param provider as errors name it
 */
public record Takes(String provider, Set<String> words) {
    public Takes {
        words = Set.copyOf(words);
    }

    public static Takes of(String provider, String... words) {
        return new Takes(provider, Set.of(words));
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /** The same with more words. */
    public Takes and(String... more) {
        Set<String> all = new HashSet<>(words);
        all.addAll(Set.of(more));
        return new Takes(provider, all);
    }

    /** The same without some words. */
    public Takes without(String... less) {
        Set<String> rest = new HashSet<>(words);
        rest.removeAll(Set.of(less));
        return new Takes(provider, rest);
    }
}
