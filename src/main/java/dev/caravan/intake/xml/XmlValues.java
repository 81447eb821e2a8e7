package dev.caravan.intake.xml;

import dev.caravan.intake.JsonFields;
import dev.caravan.intake.RowGuard;
import dev.caravan.intake.SourceRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/**
 * Turns an element into JSON. Without attributes and child elements it is its text, exactly as it stands. Otherwise it is an
 * object of them, by local name; what comes more than once is a list; its text beside them, in pieces without white space
 * around, joined by blanks, is {@code _text}. Attributes of XML Schema instances are no fields; {@code xsi:nil} is null.
 */
final class XmlValues {
    static final String TEXT = "_text";

    private final XmlEvents events;
    private final XMLStreamReader parser;
    private final RowGuard guard = new RowGuard("bad_xml");

    XmlValues(XmlEvents events) {
        this.events = events;
        this.parser = events.parser();
    }

    /** Reads the element whose start was the last event, up to its end. */
    SourceRow row() throws IOException {
        guard.begin(events.line());
        Object value = element(1);
        if (value instanceof SortedMap<?, ?>) {
            @SuppressWarnings("unchecked")
            SortedMap<String, Object> fields = (SortedMap<String, Object>) value;
            return guard.row(fields);
        }
        SortedMap<String, Object> only = new TreeMap<>();
        if (value instanceof String text && !text.isBlank()) {
            only.put(TEXT, text);
        }
        return guard.row(only);
    }

    private Object element(int depth) throws IOException {
        guard.depth(depth);
        guard.value();
        SortedMap<String, Object> fields = new TreeMap<>();
        boolean nil = attributes(fields);
        StringBuilder text = new StringBuilder();
        StringBuilder pieces = new StringBuilder();
        while (true) {
            switch (events.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    piece(text, pieces);
                    String name = parser.getLocalName();
                    add(fields, name, element(depth + 1));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text(text);
                case XMLStreamConstants.END_ELEMENT -> {
                    return value(fields, nil, text, pieces);
                }
                default -> {
                    // comments and processing instructions are nothing
                }
            }
        }
    }

    private boolean attributes(SortedMap<String, Object> fields) {
        boolean nil = false;
        for (int i = 0; i < parser.getAttributeCount(); i++) {
            String name = parser.getAttributeLocalName(i);
            String value = parser.getAttributeValue(i);
            if (XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(parser.getAttributeNamespace(i))) {
                nil |= name.equals("nil") && (value.equals("true") || value.equals("1"));
            } else {
                guard.value();
                add(fields, name, guard.text(value));
            }
        }
        return nil;
    }

    private void text(StringBuilder text) {
        guard.grow(parser.getTextLength());
        if (guard.ok()) {
            text.append(parser.getTextCharacters(), parser.getTextStart(), parser.getTextLength());
        }
    }

    private void add(SortedMap<String, Object> fields, String name, Object value) {
        guard.grow(name.length());
        if (!guard.ok()) {
            return;
        }
        Object before = fields.putIfAbsent(name, value);
        if (before instanceof List<?>) {
            @SuppressWarnings("unchecked")
            List<Object> all = (List<Object>) before;
            all.add(value);
        } else if (before != null) {
            fields.put(name, new ArrayList<>(List.of(before, value)));
        }
    }

    private Object value(SortedMap<String, Object> fields, boolean nil, StringBuilder text, StringBuilder pieces) {
        if (fields.isEmpty()) {
            return nil ? JsonFields.NULL : text.toString();
        }
        piece(text, pieces);
        if (!pieces.isEmpty()) {
            add(fields, TEXT, pieces.toString());
        }
        return fields;
    }

    private static void piece(StringBuilder text, StringBuilder pieces) {
        String piece = text.toString().strip();
        text.setLength(0);
        if (!piece.isEmpty()) {
            pieces.append(pieces.isEmpty() ? "" : " ").append(piece);
        }
    }
}
