package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class UsersFileTest {
    @TempDir
    Path folder;

    private Users read() {
        Problems problems = new Problems();
        Users users = Users.read(folder, problems);
        assertThat(problems.sorted()).isEmpty();
        return users;
    }

    private Path file() {
        return folder.resolve("users.yaml");
    }

    @Test
    void whatIsWrittenIsReadAndOnlyItsOwnerReadsIt() throws IOException {
        new UsersFile(folder).put("reviewer-1", Set.of(Role.REVIEW), "a long password");
        new UsersFile(folder).put("operator", Set.of(Role.OPERATE), "another password");
        User reviewer = read().find("reviewer-1").orElseThrow();
        assertThat(reviewer.roles()).containsExactly(Role.REVIEW);
        assertThat(new BCryptPasswordEncoder().matches("a long password", reviewer.hash()))
                .isTrue();
        assertThat(read().find("operator")).isPresent();
        assertThat(Files.getPosixFilePermissions(file()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(Files.readString(file())).doesNotContain("a long password");
    }

    @Test
    void theSameNameAgainChangesPasswordAndRolesAndKeepsTheRest() throws IOException {
        new UsersFile(folder).put("reviewer-1", Set.of(Role.REVIEW), "a long password");
        Files.writeString(file(), "# ours\n" + Files.readString(file()));
        new UsersFile(folder).put("operator", Set.of(Role.OPERATE), "another password");
        new UsersFile(folder).put("reviewer-1", Set.of(Role.READ), "the second password");
        User reviewer = read().find("reviewer-1").orElseThrow();
        assertThat(reviewer.roles()).containsExactly(Role.READ);
        assertThat(new BCryptPasswordEncoder().matches("the second password", reviewer.hash()))
                .isTrue();
        assertThat(Files.readString(file())).startsWith("# ours\n").containsOnlyOnce("reviewer-1:");
        assertThat(read().find("operator")).isPresent();
    }

    @Test
    void aFileWrittenInAnotherWayStaysAsItIs() throws IOException {
        String hash = new BCryptPasswordEncoder(4).encode("a long password");
        String byHand = "users:\n  reviewer-1: {password: \"" + hash + "\", roles: [read]}\n";
        Files.writeString(file(), byHand);
        assertThatThrownBy(() -> new UsersFile(folder).put("reviewer-1", Set.of(Role.REVIEW), "another password"))
                .hasMessageContaining("Duplicate key \"reviewer-1\"")
                .hasMessageEndingWith("It stays as it was");
        assertThat(Files.readString(file())).isEqualTo(byHand);
        assertThat(folder.toFile().list()).containsExactly("users.yaml");
    }

    @Test
    void shortAndEndlessPasswordsAreRefused() {
        assertThatThrownBy(() -> new UsersFile(folder).put("reviewer-1", Set.of(Role.READ), "short"))
                .hasMessage("The password has 5 bytes. Allowed are 10 characters to 72 bytes");
        assertThatThrownBy(() -> new UsersFile(folder).put("reviewer-1", Set.of(Role.READ), "ü".repeat(37)))
                .hasMessage("The password has 74 bytes. Allowed are 10 characters to 72 bytes");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void everyProblemHasFileAndLine() throws IOException {
        Files.writeString(file(), """
                users:
                  reviewer-1:
                    password: secret
                    roles: [review, boss]
                  "a b":
                    password: "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
                    roles: []
                  ann:
                    password: "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
                    roles: [read]
                    workspaces: [sales, A b]
                """);
        Problems problems = new Problems();
        Users.read(folder, problems);
        assertThat(problems.sorted())
                .extracting(problem -> problem.line() + " " + problem.message())
                .containsExactlyInAnyOrder(
                        "3 The password of user \"reviewer-1\" is not a bcrypt hash",
                        "4 Unknown role \"boss\"",
                        "5 \"a b\" can't be the name of a user",
                        "7 Without a role nothing can be done",
                        "11 \"A b\" can't be a workspace");
        assertThat(problems.sorted()).noneMatch(problem -> problem.toString().contains("secret"));
    }

    @Test
    void workspacesWithoutOneAreNotAllOfThem() throws IOException {
        Files.writeString(file(), """
                users:
                  nothing-in-the-list:
                    password: "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
                    roles: [read]
                    workspaces: []
                  nothing-at-all:
                    password: "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
                    roles: [read]
                    workspaces:
                  no-list:
                    password: "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
                    roles: [read]
                    workspaces: sales
                """);
        Problems problems = new Problems();
        Users.read(folder, problems);
        assertThat(problems.sorted())
                .extracting(problem -> problem.line() + " " + problem.message() + ". " + problem.hint())
                .containsExactly(
                        "5 \"workspaces\" names none. Name one, or leave the key out: that is all of them",
                        "9 \"workspaces\" names none. Name one, or leave the key out: that is all of them",
                        "13 Wrong kind of value for \"workspaces\". Expected a list such as [a, b]");
    }

    @Test
    void aFileThatOnlyHasALoginElsewhereGetsItsFirstUser() throws IOException {
        String oidc = "oidc:\n  issuer: https://login.example\n";
        Files.writeString(file(), oidc);
        new UsersFile(folder).put("reviewer-1", Set.of(Role.REVIEW), "a long password");
        assertThat(read().find("reviewer-1")).isPresent();
        assertThat(Files.readString(file())).startsWith(oidc + "users:\n");
    }
}
