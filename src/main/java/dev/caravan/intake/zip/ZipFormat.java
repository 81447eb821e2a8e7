package dev.caravan.intake.zip;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import java.io.IOException;
import java.util.Set;

/** Zip archives, read as a stream. Nothing is written anywhere, so names in them lead nowhere. */
public final class ZipFormat implements RecordFormat {
    private final ZipLimits limits;

    public ZipFormat(ZipLimits limits) {
        this.limits = limits;
    }

    @Override
    public Set<String> names() {
        return Set.of("zip");
    }

    @Override
    public boolean isArchive() {
        return true;
    }

    @Override
    public RecordReader open(Source source) throws IOException {
        return new ZipRecords(source, new ZipStream(source.bytes(), limits));
    }
}
