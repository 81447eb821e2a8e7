package dev.caravan.intake.xml;

import dev.caravan.intake.RecordReader;
import dev.caravan.intake.UnreadableFileException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** What a parser says that loads nothing, expands nothing and can't be made to use much memory. */
final class XmlEvents implements Closeable {
    static final int MAX_OPEN = 1000;

    private final BoundedReader text;
    private final XMLStreamReader parser;
    private final XmlNames names = new XmlNames();
    private int open;
    private long line = 1;

    XmlEvents(Reader text) throws IOException {
        this.text = new BoundedReader(text);
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the file is read");
        });
        try {
            parser = factory.createXMLStreamReader(this.text);
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
        if ("1.1".equals(parser.getVersion())) {
            throw new UnreadableFileException(1, "XML 1.1 is not read; save the file as XML 1.0");
        }
    }

    /** Moves to the next event, one of {@link XMLStreamConstants}. */
    int next() throws IOException {
        // The parser only knows where an event ends; it begins where the one before ended.
        line = Math.max(1, parser.getLocation().getLineNumber());
        text.event();
        int event;
        try {
            event = parser.next();
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
        names.see(parser, event, line);
        switch (event) {
            case XMLStreamConstants.DTD ->
                throw new UnreadableFileException(
                        line, "a DOCTYPE is not allowed: it could name other files, or grow without end; remove it");
            case XMLStreamConstants.START_ELEMENT -> enter();
            case XMLStreamConstants.END_ELEMENT -> open--;
            default -> {
                // text, or nothing of interest
            }
        }
        return event;
    }

    private void enter() throws UnreadableFileException {
        if (open == 0) {
            line = Math.max(1, parser.getLocation().getLineNumber());
        }
        if (++open > MAX_OPEN) {
            throw new UnreadableFileException(line, "elements nested deeper than " + MAX_OPEN + " levels");
        }
    }

    XMLStreamReader parser() {
        return parser;
    }

    /** Where the event begins. */
    long line() {
        return line;
    }

    private UnreadableFileException unreadable(XMLStreamException e) throws IOException {
        for (Throwable cause = e; cause != null; cause = next(cause)) {
            if (cause instanceof UnreadableFileException unreadable) {
                return unreadable;
            }
            if (cause instanceof IOException trouble && !text.isTooLong()) {
                throw trouble;
            }
        }
        if (text.isTooLong()) {
            return new UnreadableFileException(
                    line,
                    "the tag, comment or CDATA section that begins here is longer than " + RecordReader.MAX_RECORD_CHARS
                            + " characters");
        }
        int at = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
        return new UnreadableFileException(Math.max(1, at), "not valid XML: " + describe(e), e);
    }

    private static @Nullable Throwable next(Throwable e) {
        return e instanceof XMLStreamException x && x.getNestedException() != null
                ? x.getNestedException()
                : e.getCause();
    }

    private static String describe(XMLStreamException e) {
        String message = String.valueOf(e.getMessage())
                .replaceFirst("(?s)^ParseError at .*?\\nMessage: ", "")
                .replaceAll("http://www\\.w3\\.org/\\S*#", "")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        return message.length() > 300 ? message.substring(0, 300) + "…" : message;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
