package dev.caravan.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.Problems;
import dev.caravan.ledger.Setups.Sealed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

class KeyringTest {
    private static final String ABOUT = "credential acme at https://api.example";
    private static final String FIRST = key("the first key of 32 bytes, so so");
    private static final String SECOND = key("another key of 32 bytes in all !");

    @TempDir
    Path data;

    private final Problems problems = new Problems();

    @BeforeEach
    void ledger() throws IOException {
        Files.createDirectories(data.resolve("ledger"));
    }

    private static String key(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Keyring keyring(Map<String, String> settings) {
        var environment = new MockEnvironment();
        settings.forEach(environment::setProperty);
        return Keyring.read(environment, data, problems);
    }

    private Keyring given(String key) {
        return keyring(Map.of(Keyring.KEY, key));
    }

    private Path file() {
        return data.resolve("ledger/secrets.key");
    }

    @Test
    void whatIsSealedIsOpenedByItsKeyAndForItsPlaceOnly() {
        Sealed sealed = given(FIRST).seal("sk-1", ABOUT);
        assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("sk-1");
        assertThat(given(FIRST).open(sealed, ABOUT)).contains("sk-1");
        assertThat(given(FIRST).open(sealed, ABOUT + "/evil")).isEmpty();
        assertThat(given(FIRST).why(sealed)).startsWith("it was changed since it was sealed");
        assertThat(given(SECOND).open(sealed, ABOUT)).isEmpty();
        assertThat(given(SECOND).why(sealed))
                .startsWith("it was sealed with the key " + sealed.key() + ", and the keys given now are ")
                .doesNotContain(SECOND);
        byte[] changed = sealed.bytes().clone();
        changed[changed.length - 1] ^= 1;
        assertThat(given(FIRST).open(new Sealed(sealed.key(), changed), ABOUT)).isEmpty();
        assertThat(file()).as("no key was made").doesNotExist();
    }

    @Test
    void makesNoKeyThatOnlyOneNodeWouldKnow() {
        Map<String, String> shared = Map.of("caravan.ledger.url", "jdbc:postgresql://db.example/caravan");
        Keyring keys = keyring(shared);
        assertThat(keys.whyNot()).contains("all nodes need one key").contains("CARAVAN_SECRETS_KEY");
        assertThatThrownBy(() -> keys.seal("sk-1", ABOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("sk-1");
        assertThat(file()).doesNotExist();

        Map<String, String> withKey = new HashMap<>(shared);
        withKey.put(Keyring.KEY, FIRST);
        assertThat(keyring(withKey).whyNot()).isNull();
        assertThat(keyring(Map.of()).whyNot()).isNull();
    }

    @Test
    void theSameSecretIsNeverSealedTwiceToTheSameBytes() {
        Keyring keys = given(FIRST);
        assertThat(keys.seal("sk-1", ABOUT).bytes())
                .isNotEqualTo(keys.seal("sk-1", ABOUT).bytes());
    }

    @Test
    void withoutAKeyOneIsMadeWithTheFirstSecretForItsOwnerOnly() throws IOException {
        Keyring keys = keyring(Map.of());
        assertThat(file()).doesNotExist();
        Sealed sealed = keys.seal("sk-1", ABOUT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(keyring(Map.of()).open(sealed, ABOUT)).contains("sk-1");
        Sealed next = keyring(Map.of()).seal("sk-2", ABOUT);
        assertThat(next.key()).as("the same key").isEqualTo(sealed.key());
        Files.delete(file());
        assertThat(keyring(Map.of()).why(sealed)).contains("there is no key now");
    }

    @Test
    void anOldKeyStillOpensUntilAllIsSealedWithTheNewOne() {
        Sealed sealed = given(FIRST).seal("sk-1", ABOUT);
        Keyring both = keyring(
                Map.of(Keyring.KEY, SECOND, Keyring.OLD_KEYS, key("some third key of 32 bytes, hm..") + "," + FIRST));
        assertThat(both.isOld(sealed)).isTrue();
        assertThat(both.open(sealed, ABOUT)).contains("sk-1");
        Sealed again = both.seal("sk-1", ABOUT);
        assertThat(both.isOld(again)).isFalse();
        assertThat(given(SECOND).open(again, ABOUT)).contains("sk-1");
    }

    @Test
    void keysComeFromTheEnvironmentUnderTheirNamesInCapitals() {
        Sealed sealed = given(FIRST).seal("sk-1", ABOUT);
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment",
                        Map.of("CARAVAN_SECRETS_KEY", SECOND, "CARAVAN_SECRETS_OLD_KEYS", SECOND + "," + FIRST)));
        Keyring keys = Keyring.read(environment, data, problems);
        assertThat(keys.open(sealed, ABOUT)).contains("sk-1");
        assertThat(keys.isOld(sealed)).isTrue();
        assertThat(problems.sorted()).isEmpty();
    }

    @Test
    void aKeyFromOutsideTakesThePlaceOfTheFileWhichStillOpens() {
        Sealed sealed = keyring(Map.of()).seal("sk-1", ABOUT);
        Keyring given = given(FIRST);
        assertThat(given.isOld(sealed)).isTrue();
        assertThat(given.open(sealed, ABOUT)).contains("sk-1");
    }

    @Test
    void whatIsNoKeyIsRefusedAndNotRepeated() throws IOException {
        given("aHVudGVyMg==");
        Files.writeString(file(), "hunter2");
        keyring(Map.of());
        assertThat(problems.sorted())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.toString()).contains("key").doesNotContain("hunter2", "aHVudGVyMg"));
    }
}
