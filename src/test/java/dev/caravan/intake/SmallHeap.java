package dev.caravan.intake;

import dev.caravan.intake.csv.CsvFormat;
import dev.caravan.intake.json.JsonFormat;
import dev.caravan.intake.jsonl.JsonlFormat;
import dev.caravan.intake.parquet.ParquetFormat;
import dev.caravan.intake.text.TextFormat;
import dev.caravan.intake.xml.XmlFormat;
import dev.caravan.intake.zip.ZipFormat;
import dev.caravan.intake.zip.ZipLimits;
import dev.caravan.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The program of {@link SmallHeapReadTest}: reads the files it is given, and prints the number of rows of each. */
final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] files) throws Exception {
        Formats formats = new Formats(List.of(
                new CsvFormat(),
                new JsonFormat(),
                new JsonlFormat(),
                new XmlFormat(),
                new TextFormat(),
                new ParquetFormat(
                        new LocalCopies(Path.of(files[0]).resolveSibling("copies"), 1L << 32),
                        Runtime.getRuntime().maxMemory()),
                new ZipFormat(new ZipLimits(100_000, 1L << 32, 1 << 20))));
        Task.Input input = new Task.Input("id", Set.of(), 10_000_000, null, null, false);
        for (String file : files) {
            Path path = Path.of(file);
            long rows = 0;
            try (RecordReader reader = formats.open(path.getFileName().toString(), Files.newInputStream(path), input)) {
                for (SourceRow row = reader.next(); row instanceof SourceRow.Readable; row = reader.next()) {
                    rows++;
                }
            }
            System.out.println(path.getFileName() + " " + rows);
        }
    }
}
