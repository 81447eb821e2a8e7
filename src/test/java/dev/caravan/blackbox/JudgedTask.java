package dev.caravan.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The task of {@link KillJudgement}: its results wait behind a gate, go to two sinks of which one takes only some, and what is
 * rejected goes to a third. The simulator says what the input says, so a row decides what becomes of it.
 */
final class JudgedTask {
    static final String NAME = "chat";

    /** Answers to rows with this word break the schema. */
    static final String FAULT = "[{\"on\":\"line\",\"do\":\"schema-violation\",\"match\":{\"contains\":\"wrong-\"}}]";

    static final int ROWS = 8;

    private JudgedTask() {}

    /** Changes the task of an installation into this one. */
    static void into(KillRig rig) throws IOException {
        Path task = rig.folder().resolve("config/tasks/" + NAME);
        Files.writeString(task.resolve("task.yaml"), """
                version: 1
                model: chat
                input: {key: note_id, required: [note_id, text, mood], max-chars: 20000}
                output:
                  schema: output.schema.json
                  schema-version: 1
                  echo: {note_id: note_id}
                  text: {html: allow, max-chars: 20000}
                retry: {provider-error: {attempts: 3, backoff: 100ms..1s}, invalid-output: hold}
                review: {when: 'mood == "sad"', after-attempts: 3}
                publish:
                  to: [chat-jsonl, {sink: chat-glad, when: 'mood == "glad"'}]
                  rejects: chat-rejects
                  gate: after-sample
                  max-error: 50%
                window: 0s
                """);
        Files.writeString(task.resolve("user.md"), "note_id: {{note_id}}\ntext: {{text}}\nmood: {{mood}}\n");
        for (String sink : new String[] {"chat-glad", "chat-rejects"}) {
            Files.writeString(rig.folder().resolve("routes/sinks/" + sink + ".camel.yaml"), """
                    - route:
                        id: sink-%1$s
                        description: A part of the answers of the trial.
                        errorHandler: {noErrorHandler: {}}
                        from:
                          uri: direct:sink-%1$s
                          steps:
                            - to: {uri: kamelet:jsonl-file-sink, parameters: {directory: "{{caravan.outbox}}/%1$s"}}
                    """.formatted(sink));
        }
    }

    /**
     * Drops a file of eight rows: 1 to 3 are valid, 4 to 7 are for a person (to be approved, rejected, edited, and left
     * alone), 8 breaks the schema while {@link #FAULT} lasts.
     */
    static void drop(KillRig rig, int number) throws IOException {
        String[] moods = {"glad", "glad", "other", "sad", "sad", "sad", "sad", "glad"};
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= ROWS; i++) {
            lines.append("{\"note_id\":\"d%03d-%d\",\"text\":\"%s %d\",\"mood\":\"%s\"}\n"
                    .formatted(number, i, i == ROWS ? "wrong- note" : "Note", i, moods[i - 1]));
        }
        Path inbox = Files.createDirectories(rig.data().resolve("inbox").resolve(NAME));
        String name = "notes-%04d.jsonl".formatted(number);
        Files.move(Files.writeString(inbox.resolve(name + ".part"), lines), inbox.resolve(name));
    }

    /** What a person writes instead of an answer. */
    static String edited(String sourceId) {
        return "{\"note_id\":\"" + sourceId + "\",\"text\":\"A person wrote this.\",\"mood\":\"glad\",\"score\":1}";
    }
}
