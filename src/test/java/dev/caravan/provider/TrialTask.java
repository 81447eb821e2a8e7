package dev.caravan.provider;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** The tasks and routes of {@link ProviderRig}: one task per batch model, published as JSONL. */
public final class TrialTask {
    /** Batch models of this name are for embeddings. */
    static final String EMBED = "embed";

    /** The task of this name may cost no more than five cents. */
    static final String CAPPED = "capped";

    /** The task of the batch model of this name has a deadline of ten seconds, and {@link #QUICK} answers what is late. */
    static final String LATE = "late";

    static final String QUICK = "quick";

    private static final String SCHEMA = """
            {
              "type": "object",
              "properties": {
                "note_id": {"type": "string"},
                "text": {"type": "string"},
                "mood": {"type": "string", "enum": ["glad", "sad", "other"]},
                "score": {"type": "number"}
              },
              "required": ["note_id", "text", "mood", "score"],
              "additionalProperties": false
            }
            """;

    private TrialTask() {}

    public static void write(Path folder, String model) throws IOException {
        Files.createDirectories(folder);
        boolean embed = model.equals(EMBED);
        Files.writeString(folder.resolve("task.yaml"), """
                version: 1
                model: %s
                input: {key: note_id, required: [note_id, text], max-chars: 20000}
                %sretry: {provider-error: {attempts: 3, backoff: 100ms..1s}, invalid-output: hold}
                publish: {to: [%s-jsonl], gate: auto}
                window: 0s
                %s""".formatted(
                        model,
                        embed ? "" : """
                        output:
                          schema: output.schema.json
                          schema-version: 1
                          echo: {note_id: note_id}
                          text: {html: allow, max-chars: 20000}
                        """,
                        model,
                        model.equals(CAPPED)
                                ? "budget: {usd: 0.05}\n"
                                : model.equals(LATE) ? "deadline: 10s\non-deadline: {move: " + QUICK + "}\n" : ""));
        Files.writeString(folder.resolve("user.md"), embed ? "{{text}}" : "note_id: {{note_id}}\ntext: {{text}}\n");
        if (!embed) {
            Files.writeString(folder.resolve("system.md"), "Say what the mood of the note is. Repeat its text.");
            Files.writeString(folder.resolve("output.schema.json"), SCHEMA);
        }
    }

    /** A copy of the shipped routes with a sink per task instead of the shipped sinks. */
    public static Path routes(Path to, List<String> tasks) throws IOException {
        copy(Path.of("routes"), to);
        Path source = to.resolve("kamelets/file-drop-source.kamelet.yaml");
        Files.writeString(
                source,
                Files.readString(source)
                        .replace("readLockMinAge: 1000", "readLockMinAge: 20")
                        .replace("readLockCheckInterval: 250", "readLockCheckInterval: 20"));
        Path sinks = to.resolve("sinks");
        try (var shipped = Files.list(sinks)) {
            for (Path sink : shipped.toList()) {
                Files.delete(sink);
            }
        }
        for (String task : tasks) {
            Files.writeString(sinks.resolve(task + ".camel.yaml"), """
                    - route:
                        id: sink-%1$s-jsonl
                        description: Answers of the trial.
                        errorHandler: {noErrorHandler: {}}
                        from:
                          uri: direct:sink-%1$s-jsonl
                          steps:
                            - to: {uri: kamelet:jsonl-file-sink, parameters: {directory: "{{caravan.outbox}}/%1$s"}}
                    """.formatted(task));
        }
        return to;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
