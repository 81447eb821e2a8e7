package dev.caravan.restore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.caravan.ledger.Assembly;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a members' file: {@code [record, attempt, tries, source id, content hash]} a line. */
public final class MemberLines {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int RADIX = 36;

    private final JsonGenerator json;

    /** @param out not closed */
    public MemberLines(OutputStream out) throws IOException {
        json = JSON.createGenerator(out).disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        json.setRootValueSeparator(null);
    }

    /** One more line, at the latest with {@link #flush()}. */
    public void add(Assembly.Identity member) throws IOException {
        json.writeStartArray();
        json.writeNumber(member.recordId());
        json.writeNumber(member.attempt());
        json.writeNumber(member.tries());
        json.writeString(member.sourceId());
        json.writeString(Long.toString(member.content(), RADIX));
        json.writeEndArray();
        json.writeRaw('\n');
    }

    /** Passes all lines on. */
    public void flush() throws IOException {
        json.flush();
    }
}
