package dev.caravan.intake.xml;

import dev.caravan.intake.UnreadableFileException;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The different names in a file. The parser keeps each for good, so there may be only so many. */
final class XmlNames {
    static final int MAX_NAMES = 10_000;
    static final int MAX_CHARS = 1_000_000;
    private final Set<String> seen = new HashSet<>();
    private long chars;

    /** Takes in the names of the event at which the parser stands. */
    void see(XMLStreamReader parser, int event, long line) throws UnreadableFileException {
        if (event == XMLStreamConstants.START_ELEMENT) {
            see(parser.getLocalName());
            see(parser.getPrefix());
            for (int i = 0; i < parser.getNamespaceCount(); i++) {
                see(parser.getNamespacePrefix(i));
                see(parser.getNamespaceURI(i));
            }
            for (int i = 0; i < parser.getAttributeCount(); i++) {
                see(parser.getAttributeLocalName(i));
                see(parser.getAttributePrefix(i));
            }
        } else if (event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
            see(parser.getPITarget());
        }
        if (seen.size() > MAX_NAMES || chars > MAX_CHARS) {
            throw new UnreadableFileException(
                    line,
                    "more than " + MAX_NAMES + " different names of elements, attributes and namespaces, or more than "
                            + MAX_CHARS + " characters in them");
        }
    }

    private void see(@Nullable String name) {
        if (name != null && seen.add(name)) {
            chars += name.length();
        }
    }
}
