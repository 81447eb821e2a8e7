package dev.caravan.validation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;

/** Finds markup in text. {@code a < b} and {@code <3} are none. */
final class Html {
    private static final Pattern CANDIDATE = Pattern.compile("<[a-zA-Z/!?]");
    private static final Pattern END_TAG = Pattern.compile("</[a-zA-Z]");

    private Html() {}

    /** What was found: an element, or markup that is none (comment, doctype, end tag). */
    static Optional<String> find(String text) {
        if (text.indexOf('<') < 0 || !CANDIDATE.matcher(text).find()) {
            return Optional.empty();
        }
        Matcher end = END_TAG.matcher(text);
        if (end.find()) {
            return Optional.of("an end tag");
        }
        return first(text).or(() -> unfinished(text));
    }

    /** Parsed as XML, because a browser's parser drops elements such as {@code <td>} where they do not belong. */
    private static Optional<String> first(String text) {
        for (Node node : parse(text).childNodes()) {
            if (node instanceof Element element) {
                return Optional.of("element " + element.tagName());
            }
            if (!node.getClass().equals(TextNode.class)) {
                return Optional.of("markup " + node.nodeName());
            }
        }
        return Optional.empty();
    }

    /** A tag whose end is missing would swallow whatever page it is put into. */
    private static Optional<String> unfinished(String text) {
        return parse(text + ">").childNodes().stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(element -> Tag.isKnownTag(element.normalName()))
                .filter(element -> element.attributes().asList().stream()
                        .anyMatch(attribute -> !attribute.getValue().isEmpty()))
                .map(element -> "element " + element.tagName())
                .findFirst();
    }

    private static Document parse(String text) {
        return Jsoup.parse(text, "", Parser.xmlParser());
    }
}
