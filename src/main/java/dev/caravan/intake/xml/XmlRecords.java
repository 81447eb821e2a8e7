package dev.caravan.intake.xml;

import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.UnreadableFileException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** Streams the elements that are records. What breaks the XML ends the file; a record within a record is a field of it. */
final class XmlRecords implements RecordReader {
    private static final int NAMED = 5;

    private final XmlEvents events;
    private final XmlValues values;
    private final @Nullable String record;
    private final Set<String> others = new LinkedHashSet<>();
    private int depth;
    private boolean found;
    /** Where the text between two tags begins; 0 if there is none yet. */
    private long textLine;

    private boolean strayTold;
    private boolean ended;

    /** @param record local name of the elements that are records; null: the children of the root */
    XmlRecords(XmlEvents events, @Nullable String record) {
        this.events = events;
        this.values = new XmlValues(events);
        this.record = record;
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        while (!ended) {
            int event = events.next();
            SourceRow row = switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start(events.parser().getLocalName());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> stray();
                default -> null;
            };
            if (row != null) {
                return row;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
                endText();
            } else if (event == XMLStreamConstants.END_DOCUMENT) {
                end();
            }
        }
        return null;
    }

    private @Nullable SourceRow start(String name) throws IOException {
        endText();
        if (record == null ? depth == 1 : record.equals(name)) {
            found = true;
            return values.row();
        }
        depth++;
        if (depth <= 2 && others.size() < NAMED) {
            others.add("<" + name + ">");
        }
        return null;
    }

    /** Text between records is lost unless somebody is told, once; the parser may give it in any number of pieces. */
    private @Nullable SourceRow stray() {
        textLine = textLine == 0 ? events.line() : textLine;
        if (record != null || strayTold || events.parser().getText().isBlank()) {
            return null;
        }
        strayTold = true;
        return new SourceRow.Refused(
                textLine, "stray_text", "text between the records; a record is an element below the root");
    }

    private void endText() {
        textLine = 0;
        strayTold = false;
    }

    private void end() throws UnreadableFileException {
        ended = true;
        if (record != null && !found && others.size() > 1) {
            throw new UnreadableFileException(
                    0,
                    "there is no element <" + record + "> (input.record of the task) in the file; it begins with "
                            + String.join(", ", others));
        }
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
