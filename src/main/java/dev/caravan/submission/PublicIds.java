package dev.caravan.submission;

import java.security.SecureRandom;

/** Ids that nobody can guess: 26 letters of base32 behind a word. Thread-safe. */
final class PublicIds {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;

    private final SecureRandom random = new SecureRandom();

    String next(String word) {
        var id = new StringBuilder(word);
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
