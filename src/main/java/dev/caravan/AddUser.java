package dev.caravan;

import dev.caravan.access.Role;
import dev.caravan.access.UsersFile;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * The command {@code user}: writes somebody who may log in to {@code users.yaml}. The password is typed at a terminal or is
 * the first line of standard input; as an argument it would be in every list of processes.
 */
final class AddUser {
    private final @Nullable Console console;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** @param console null if there is no terminal */
    AddUser(@Nullable Console console, InputStream in, PrintStream out, PrintStream err) {
        this.console = console;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        return Properties.read(options, this::put);
    }

    private int put(Environment environment) {
        String name = environment.getProperty("name", "").strip();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : environment.getProperty("roles", "").split(",")) {
            Optional<Role> role = Role.of(word.strip());
            if (role.isEmpty()) {
                return wrong("\"" + word.strip() + "\" is no role. --roles=<role>,<role> of "
                        + String.join(", ", Role.words()) + "; --name=<name> says who");
            }
            roles.add(role.get());
        }
        if (name.isEmpty()) {
            return wrong("--name=<name> says who; --roles=review what that person may do");
        }
        if (environment.containsProperty("password")) {
            return wrong(
                    "A password on the command line is seen by everybody on this machine. It is asked for, or read from"
                            + " standard input");
        }
        String workspaces = environment.getProperty("workspaces", "").strip();
        UsersFile users = new UsersFile(Path.of(environment.getProperty("caravan.config", "config")));
        try {
            Path file = workspaces.isEmpty()
                    ? users.put(name, roles, password())
                    : users.put(name, roles, password(), workspaces(workspaces));
            out.println("user: " + name + " is written to " + file + ". It counts from the next start or reload");
            return 0;
        } catch (IllegalArgumentException | IOException e) {
            err.println("user: " + e.getMessage() + ". Nothing was written");
            return 1;
        }
    }

    private static List<String> workspaces(String given) {
        return given.equals("all")
                ? List.of()
                : Arrays.stream(given.split(",", -1)).map(String::strip).toList();
    }

    private String password() throws IOException {
        if (console == null) {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        }
        char[] first = console.readPassword("Password (%d characters or more): ", UsersFile.SHORTEST);
        char[] second = console.readPassword("The same again: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new IllegalArgumentException("The two are not the same");
        }
        return new String(first);
    }

    private int wrong(String why) {
        err.println("user: " + why);
        return CaravanApplication.WRONG_USE;
    }
}
