package dev.caravan.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader asks of a place in a file: from all of them the build makes the schema of that file. */
sealed interface Question {

    /** A mapping with no keys but these. */
    record Keys(List<String> allowed) implements Question {}

    /** A mapping whose keys are names that people choose. */
    record AnyKey() implements Question {}

    /** What such names look like. */
    record KeyForm(String form) implements Question {}

    record Mapping() implements Question {}

    record Items() implements Question {}

    /** One value. @param filled whether placeholders in it are filled */
    record Scalar(boolean filled) implements Question {}

    /** Anything at all. */
    record Plain() implements Question {}

    /** What counts if the key is not there. */
    record Fallback(String text) implements Question {}

    /** Whether it is a list, or keys and values: it may be one thing or another. */
    record Fork() implements Question {}

    /** Whether anything is there. */
    record Present() implements Question {}

    record Required() implements Question {}

    /** The text looks like this. */
    record Form(String form) implements Question {}

    /** @param fallback what counts if the key is not there; null if nothing does */
    record Words(List<String> words, @Nullable String fallback) implements Question {}

    /** The text is exactly this, where the value may be something else altogether. */
    record Is(String word) implements Question {}

    /** @param kind what it is, as the method that reads it is called; @param form as a text */
    record Measured(String kind, String form, Object fallback, long least, long most) implements Question {}
}
