package dev.caravan.task;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A template with plain variables only: pieces escaped once, and the bytes of the record copied between them. */
final class CopyTemplate implements PromptTemplates.Template {
    private final List<Piece> pieces = new ArrayList<>();
    private final byte[] tail;

    /** Escaped text, then the field that follows it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(byte[] text, String field, byte[] fieldUtf8) {}

    CopyTemplate(String template) {
        int from = 0;
        for (TemplateTags.Tag tag : TemplateTags.of(template)) {
            pieces.add(new Piece(
                    Escaping.json(template.substring(from, tag.from())),
                    tag.name(),
                    tag.name().getBytes(StandardCharsets.UTF_8)));
            from = tag.to();
        }
        tail = Escaping.json(template.substring(from));
    }

    /** Names with dots or a leading {@code -} and the name {@code this} mean more to Mustache than a field. */
    static boolean canRender(String template) {
        return TemplateTags.of(template).stream()
                .allMatch(tag -> tag.isVariable()
                        && (tag.name().indexOf('.') < 0 || tag.name().equals(Task.Output.NONCE))
                        && !tag.name().startsWith("-")
                        && !tag.name().equals("this"));
    }

    @Override
    public void render(CanonicalRecord record, OutputStream out) throws IOException {
        for (Piece piece : pieces) {
            out.write(piece.text());
            if (record instanceof JsonRecord json) {
                json.writeEscaped(piece.fieldUtf8(), out);
            } else {
                Optional<byte[]> value = record.escaped(piece.field());
                if (value.isPresent()) {
                    out.write(value.get());
                }
            }
        }
        out.write(tail);
    }
}
