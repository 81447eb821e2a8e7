package dev.caravan.intake.text;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import java.util.Set;

/** One record in each file: {@code text}, {@code file_name}, {@code path}, and for Markdown what its front matter says. */
public final class TextFormat implements RecordFormat {

    @Override
    public Set<String> names() {
        return Set.of("txt", "text", "md", "markdown");
    }

    @Override
    public RecordReader open(Source source) {
        boolean markdown = source.format().equals("md") || source.format().equals("markdown");
        return new WholeText(source, markdown);
    }
}
