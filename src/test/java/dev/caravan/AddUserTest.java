package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.access.Role;
import dev.caravan.access.User;
import dev.caravan.access.Users;
import dev.caravan.config.Problems;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class AddUserTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int user(String typed, String... options) {
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = "--caravan.config=" + folder;
        return new AddUser(null, new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), both, both).run(all);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void readsThePasswordFromStandardInput() {
        assertThat(user("a long password\n", "--name=reviewer-1", "--roles=review,read"))
                .isZero();
        assertThat(said())
                .isEqualTo("user: reviewer-1 is written to " + folder.resolve("users.yaml")
                        + ". It counts from the next start or reload");
        Problems problems = new Problems();
        User user = Users.read(folder, problems).find("reviewer-1").orElseThrow();
        assertThat(problems.isEmpty()).isTrue();
        assertThat(user.roles()).containsExactlyInAnyOrder(Role.READ, Role.REVIEW);
        assertThat(new BCryptPasswordEncoder().matches("a long password", user.hash()))
                .isTrue();
    }

    @Test
    void neverTakesAPasswordAsAnArgument() {
        assertThat(user("", "--name=reviewer-1", "--roles=read", "--password=a long password"))
                .isEqualTo(2);
        assertThat(said()).startsWith("user: A password on the command line is seen by everybody");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aNewPasswordDoesNotWidenWhatAPersonSees() {
        assertThat(user("a long password\n", "--name=ann", "--roles=read", "--workspaces=sales,support"))
                .isZero();
        assertThat(user("another password\n", "--name=ann", "--roles=review")).isZero();
        assertThat(workspaces()).containsExactlyInAnyOrder("sales", "support");
        assertThat(user("another password\n", "--name=ann", "--roles=review", "--workspaces=Sales"))
                .isEqualTo(1);
        assertThat(workspaces()).hasSize(2);
        assertThat(user("another password\n", "--name=ann", "--roles=review", "--workspaces=all"))
                .isZero();
        assertThat(workspaces()).isEmpty();
    }

    private Set<String> workspaces() {
        return Users.read(folder, new Problems()).find("ann").orElseThrow().workspaces();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(user("x\n", "--name=reviewer-1", "--roles=boss")).isEqualTo(2);
        assertThat(said())
                .isEqualTo("user: \"boss\" is no role. --roles=<role>,<role> of submit, read, review, operate, admin;"
                        + " --name=<name> says who");
        said.reset();
        assertThat(user("short\n", "--name=reviewer-1", "--roles=read")).isEqualTo(1);
        assertThat(said()).contains("Allowed are 10 characters to 72 bytes").endsWith("Nothing was written");
        assertThat(folder).isEmptyDirectory();
    }
}
