package dev.caravan.validation;

import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** Takes out of markup what could do harm: what is left is simple formatting, lists, quotes, code and links. */
final class HtmlCleaner {
    private final PolicyFactory policy = new HtmlPolicyBuilder()
            .allowCommonBlockElements()
            .allowCommonInlineFormattingElements()
            .allowElements("pre", "hr", "a")
            .allowAttributes("href")
            .onElements("a")
            .allowUrlProtocols("https", "http", "mailto")
            .requireRelNofollowOnLinks()
            .toFactory();

    /** The same text if there is no markup in it: {@code a < b} stays as it is. */
    String clean(String text) {
        return Html.find(text).isPresent() ? policy.sanitize(text) : text;
    }
}
