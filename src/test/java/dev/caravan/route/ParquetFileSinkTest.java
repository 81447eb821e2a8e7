package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.jerolba.carpet.CarpetWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;

class ParquetFileSinkTest extends FolderSinkContract {

    record Other(String word) {}

    @Override
    String sample() {
        return "examples/routes/sinks/tickets-parquet.camel.yaml";
    }

    private static ParquetMetadata footer(Path file) throws Exception {
        var options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            return reader.getFooter();
        }
    }

    @Test
    void takesTypesFromTheSchemaAndNamesFromTheJsonLine() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\",\"score\":1,\"extra\":true}"));
        assertThat(deliver()).isEmpty();
        assertThat(footer(first()).getFileMetaData().getSchema().toString().replaceAll("\\s+", " "))
                .contains("optional binary source_id (STRING); optional binary task (STRING); optional int64 revision;")
                .contains("optional group result { optional binary category (STRING); optional binary note (STRING);"
                        + " optional double score; optional binary tags (STRING); optional binary extra (STRING); }")
                .contains("optional group tokens { optional int64 input; optional int64 cached;"
                        + " optional int64 output; optional int64 reasoning; } optional double cost_usd;")
                .contains("optional group drop { optional int64 id; optional binary file (STRING); }");
        assertThat(footer(first()).getBlocks().get(0).getColumns().get(0).getCodec())
                .hasToString("ZSTD");
    }

    @Test
    void aColumnThatAValueDoesNotFitIsText() throws Exception {
        bench.publication(answers("a", "{\"score\":\"high\"}", "b", "{\"score\":1.50}"));
        assertThat(deliver()).isEmpty();
        assertThat(stored())
                .extracting(one -> one.answer().path("score").textValue())
                .containsExactly("\"high\"", "1.50");
    }

    @Test
    void knowsTheSamePublicationInAFileThatOtherSoftwareVersionsWrote() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        Files.createDirectories(outbox());
        Path there = outbox().resolve("triage-p000001.parquet");
        try (CarpetWriter<Other> writer = new CarpetWriter.Builder<>(Files.newOutputStream(there), Other.class)
                .withExtraMetaData("caravan.sha256", sha256())
                .build()) {
            writer.write(new Other("x"));
        }
        byte[] before = Files.readAllBytes(there);
        assertThat(deliver()).isEmpty();
        assertThat(Files.readAllBytes(there)).isEqualTo(before);
    }

    private String sha256() throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(bench.content(1))));
    }
}
