package dev.caravan.access;

import dev.caravan.config.Problems;
import dev.caravan.model.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Writes {@code users.yaml}, one user at a time; what else stands in the file stays, comments included. */
public final class UsersFile {
    /** Characters, at least. */
    public static final int SHORTEST = 10;
    /** Bytes in UTF-8, at most: bcrypt would not look at more. */
    public static final int LONGEST = 72;

    private static final String HEAD = """
            # Who may log in to the pages (docs/console.md). java -jar caravan.jar user --name=... --roles=review writes it.
            # Roles: read, review, operate, admin; workspaces: those that a user sees, else all. A change takes effect at the next start.
            # Login at an issuer of OpenID Connect: a section oidc: beside users: (docs/access.md).
            users:
            """;

    private final Path file;
    private final Path folder;

    public UsersFile(Path configDir) {
        this.folder = configDir;
        this.file = configDir.resolve(Users.FILE);
    }

    /** The same with the workspaces that the user has already, or all for one that is new. */
    public Path put(String name, Collection<Role> roles, String password) throws IOException {
        Problems problems = new Problems();
        Set<String> workspaces =
                Users.read(folder, problems).find(name).map(User::workspaces).orElse(Set.of());
        return put(name, roles, password, workspaces);
    }

    /**
     * Adds a user, or gives one that is there another password, other roles and other workspaces.
     *
     * @param workspaces those that the user sees; empty: all
     * @throws IllegalArgumentException saying what is not allowed; nothing was written
     */
    public Path put(String name, Collection<Role> roles, String password, Collection<String> workspaces)
            throws IOException {
        if (!name.matches(Users.NAME)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" can't be a name. Use letters, digits and . _ @ -, at most 63 characters");
        }
        for (String workspace : workspaces) {
            if (!Workspace.isName(workspace)) {
                throw new IllegalArgumentException("\"" + workspace
                        + "\" can't be a workspace. Use lower-case letters, digits and -, at most 63 characters");
            }
        }
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        if (password.codePointCount(0, password.length()) < SHORTEST || bytes > LONGEST) {
            throw new IllegalArgumentException("The password has " + bytes + " bytes. Allowed are " + SHORTEST
                    + " characters to " + LONGEST + " bytes");
        }
        List<String> lines = new ArrayList<>(lines());
        drop(lines, name);
        String words = roles.stream().map(Role::word).collect(Collectors.joining(", "));
        int at = 1 + lines.stream().map(String::stripTrailing).toList().indexOf("users:");
        List<String> entry = new ArrayList<>(List.of(
                "  " + name + ":",
                "    password: \"" + new BCryptPasswordEncoder().encode(password) + "\"",
                "    roles: [" + words + "]"));
        if (!workspaces.isEmpty()) {
            entry.add("    workspaces: [" + String.join(", ", new TreeSet<>(workspaces)) + "]");
        }
        lines.addAll(at, entry);
        write(String.join("\n", lines) + "\n");
        return file;
    }

    private List<String> lines() throws IOException {
        if (!Files.exists(file)) {
            return HEAD.lines().toList();
        }
        Problems problems = new Problems();
        Users.read(folder, problems);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.stream().noneMatch(line -> line.startsWith("users"))) {
            lines.add("users:");
        }
        if (!problems.isEmpty()
                || lines.stream().noneMatch(line -> line.stripTrailing().equals("users:"))) {
            String why = problems.isEmpty()
                    ? "it has no line \"users:\""
                    : problems.sorted().get(0).toString();
            throw new IllegalArgumentException("Can't add to " + file + " as it is: " + why);
        }
        return lines;
    }

    /** Takes out the lines of a user that stands in the file as this class writes it. */
    private static void drop(List<String> lines, String name) {
        int first = lines.stream().map(String::stripTrailing).toList().indexOf("  " + name + ":");
        if (first < 0) {
            return;
        }
        int end = first + 1;
        while (end < lines.size() && lines.get(end).startsWith("    ")) {
            end++;
        }
        lines.subList(first, end).clear();
    }

    /** Readable for its owner only; whole or not at all, also for somebody who reads it meanwhile. */
    private void write(String text) throws IOException {
        Path temporary = folder.resolve("." + Users.FILE + ".part");
        Files.deleteIfExists(temporary);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(temporary, text);
        Problems problems = new Problems();
        Users.readFile(temporary, problems);
        if (!problems.isEmpty()) {
            Files.delete(temporary);
            throw new IllegalArgumentException("Can't change " + file + " as it is written now ("
                    + problems.sorted().get(0).message() + "). Change it by hand. It stays as it was");
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
