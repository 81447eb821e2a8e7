package dev.caravan.blackbox;

import dev.caravan.ledger.Reloads.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** What somebody may do to the files of an installation, and what a reload is to make of it. */
enum FileEdit {
    NEW_PROMPT(Outcome.LOADED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            append(folder.resolve(TASK + "system.md"), "Be brief. " + random.nextInt() + "\n");
            replace(
                    folder.resolve(TASK + "task.yaml"),
                    "version: 1 ",
                    "version: " + (2 + random.nextInt(1 << 30)) + " ");
        }
    },
    NEW_TASK(Outcome.LOADED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            FileSystemUtils.copyRecursively(
                    folder.resolve("config/tasks/triage-tickets"),
                    folder.resolve("config/tasks/task-" + random.nextInt(99)));
        }
    },
    NEW_MODEL(Outcome.LOADED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            append(
                    folder.resolve("config/models.yaml"),
                    "  other-" + random.nextInt(99) + ": {credential: simulated, model: gpt-5-mini, thinking: high}\n");
        }
    },
    OTHER_PACE(Outcome.LOADED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            replace(
                    folder.resolve("config/application.yaml"),
                    "  read: {every-ms: 1000}",
                    "  read: {every-ms: " + (50 + random.nextInt(500)) + "}");
        }
    },
    NEW_ROUTE(Outcome.LOADED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            String shipped = Files.readString(folder.resolve("routes/dropzones/inbox.camel.yaml"));
            Files.writeString(
                    folder.resolve("routes/dropzones/extra.camel.yaml"),
                    shipped.replace("dropzone-inbox", "dropzone-extra")
                            .replace("{{caravan.inbox}}", "{{caravan.data}}/extra"));
        }
    },
    UNKNOWN_MODEL(Outcome.REFUSED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            replace(folder.resolve(TASK + "task.yaml"), "model: fast ", "model: nonsense ");
        }
    },
    SAME_VERSION(Outcome.REFUSED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            append(folder.resolve(TASK + "user.md"), "Once more: {{subject}}\n");
        }
    },
    UNKNOWN_BEAN(Outcome.REFUSED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            replace(folder.resolve("routes/pipeline/collect.camel.yaml"), "ref: collect", "ref: colect");
        }
    },
    FILE_GONE(Outcome.REFUSED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            Files.delete(folder.resolve(TASK + "output.schema.json"));
        }
    },
    NO_YAML(Outcome.REFUSED) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            append(folder.resolve("config/application.yaml"), "caravan: [1,\n");
        }
    },
    /** A port that is taken is seen at the start only. */
    NO_START(Outcome.FELL_BACK) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            append(folder.resolve("config/application.yaml"), "management.server.port: " + port + "\n");
        }
    },
    /** Whatever comes of it. */
    SLIP(null) {
        @Override
        void make(Path folder, Random random, int port) throws IOException {
            List<Path> files = files(folder);
            Path file = files.get(random.nextInt(files.size()));
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            String slip = SLIPS.get(random.nextInt(SLIPS.size()));
            lines.add(random.nextInt(lines.size() + 1), slip);
            Files.write(file, lines);
        }
    };

    private static final String TASK = "config/tasks/triage-tickets/";
    private static final List<String> SLIPS =
            List.of("\t- x", "{", "  : :", "- - -", "}]", "\"", "  ", "#", "x", "- route:", "   y: 1");

    private final @Nullable Outcome outcome;

    FileEdit(@Nullable Outcome outcome) {
        this.outcome = outcome;
    }

    /** Null: any. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    /** @param port one that is taken */
    abstract void make(Path folder, Random random, int port) throws IOException;

    private static List<Path> files(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String part : List.of("config", "routes")) {
            try (Stream<Path> files = Files.walk(folder.resolve(part))) {
                files.filter(Files::isRegularFile).sorted().forEach(all::add);
            }
        }
        return all;
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, Files.readString(file) + text);
    }

    private static void replace(Path file, String what, String by) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(what)) {
            throw new AssertionError(file + " has no \"" + what + "\"");
        }
        Files.writeString(file, text.replace(what, by));
    }
}
