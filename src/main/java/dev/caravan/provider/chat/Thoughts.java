package dev.caravan.provider.chat;

/** Some servers leave the model's thoughts in front of its answer. */
public final class Thoughts {
    private Thoughts() {}

    /** The text without a leading {@code <think>…</think>}. */
    public static String without(String text) {
        int end = text.indexOf("</think>");
        return end > 0 && text.stripLeading().startsWith("<think>")
                ? text.substring(end + "</think>".length()).strip()
                : text;
    }
}
