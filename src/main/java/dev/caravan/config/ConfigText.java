package dev.caravan.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Small text files of the configuration: read whole, with the names a person would type. */
public final class ConfigText {
    private ConfigText() {}

    /** The file relative to the working folder where that is possible, with {@code /} between folders. */
    public static String display(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        Path shown = absolute.startsWith(here) ? here.relativize(absolute) : absolute;
        return shown.toString().replace('\\', '/');
    }

    /**
     * The text with {@code \n} line ends and no byte order mark. A file that is missing, can't be read or is not UTF-8 is a
     * problem, and empty.
     */
    public static Optional<String> read(Path file, Problems problems) {
        String name = display(file);
        try {
            if (!Files.exists(file)) {
                problems.add(name, 0, "Missing file", "Create it");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return Optional.of(body.replace("\r\n", "\n"));
        } catch (CharacterCodingException e) {
            problems.add(name, 0, "Text that is not UTF-8", "Save the file as UTF-8");
        } catch (IOException e) {
            problems.add(name, 0, "Can't read the file (" + e.getMessage() + ")");
        }
        return Optional.empty();
    }
}
