package dev.caravan.intake.xml;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import java.io.IOException;
import java.util.Set;

/**
 * XML 1.0. Records are the elements that the task names ({@code input.record}), else the children of the root. A DOCTYPE
 * ends the file, so nothing in it can name another file or grow.
 */
public final class XmlFormat implements RecordFormat {

    @Override
    public Set<String> names() {
        return Set.of("xml");
    }

    @Override
    public RecordReader open(Source source) throws IOException {
        return new XmlRecords(
                new XmlEvents(XmlText.of(source.bytes())), source.input().record());
    }
}
