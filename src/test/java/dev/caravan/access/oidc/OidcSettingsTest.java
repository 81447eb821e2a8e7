package dev.caravan.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.access.Role;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code oidc:} of users.yaml, right and wrong. */
class OidcSettingsTest {
    private static final String HERE = "https://caravan.example";
    private static final String LEAST = """
            oidc:
              issuer: https://login.example/realms/main
              client-id: caravan
              client-secret: ${A_SECRET}
              default: {roles: [read]}
            """;

    @TempDir
    Path folder;

    private final Problems problems = new Problems();

    private Optional<OidcSettings> read(String yaml, @Nullable String here) throws IOException {
        Files.writeString(folder.resolve("users.yaml"), yaml);
        Placeholders placeholders = new Placeholders(
                name -> Optional.ofNullable(
                        Map.of("A_SECRET", "not-for-any-log").get(name)),
                name -> "of " + name);
        return OidcReader.read(folder, here, placeholders, problems);
    }

    private List<String> told(String yaml) throws IOException {
        return told(yaml, HERE);
    }

    private List<String> told(String yaml, @Nullable String here) throws IOException {
        read(yaml, here);
        return problems.sorted().stream()
                .map(problem -> problem.line() + ": " + problem.message() + ". " + problem.hint())
                .toList();
    }

    @Test
    void withoutTheFileOrTheSectionThereIsNone() throws IOException {
        assertThat(OidcReader.read(folder, null, Placeholders.none(), problems)).isEmpty();
        assertThat(read("users: {}\n", null)).isEmpty();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void mostSettingsHaveAStandard() throws IOException {
        OidcSettings settings = read(LEAST, HERE + "/").orElseThrow();
        assertThat(problems.sorted()).isEmpty();
        assertThat(settings.client().scopes()).containsExactly("openid", "profile", "email");
        assertThat(settings.client().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.client().userInfo()).isFalse();
        assertThat(settings.session()).isEqualTo(Duration.ofHours(12));
        assertThat(settings.client().secret().reveal()).isEqualTo("not-for-any-log");
        assertThat(settings.claims()).isEqualTo(new Claims(null, "groups", Map.of(), List.of()));
        assertThat(settings.shown()).isEqualTo(new OidcSettings.Shown("login.example", "whoever runs Caravan", true));
        assertThat(settings.at("/login/oidc")).isEqualTo("https://caravan.example/login/oidc");
        assertThat(settings.toString()).doesNotContain("not-for-any-log");
    }

    @Test
    void everySettingIsTaken() throws IOException {
        OidcSettings settings = read("""
                oidc:
                  issuer: https://login.example
                  client-id: caravan
                  client-secret: "{{vault:oidc}}"
                  scopes: [groups, openid]
                  name-claim: upn
                  groups-claim: realm_access.roles
                  groups:
                    reviewers: {roles: [review], workspaces: [sales, support]}
                    admins: {roles: [admin, review]}
                  default: {roles: [read]}
                  required: {tid: t-1, acr: [gold, silver]}
                  email-domains: [Example.com]
                  label: Example SSO
                  contact: the test team
                  local: false
                  user-info: true
                  timeout: 3s
                  session: 1h
                """, "http://localhost:8080").orElseThrow();
        assertThat(problems.sorted()).isEmpty();
        assertThat(settings.client().scopes()).containsExactly("openid", "groups");
        assertThat(settings.client().secret().reveal()).isEqualTo("of {{vault:oidc}}");
        assertThat(settings.client().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.client().userInfo()).isTrue();
        assertThat(settings.session()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.claims())
                .isEqualTo(new Claims(
                        "upn",
                        "realm_access.roles",
                        Map.of("tid", List.of("t-1"), "acr", List.of("gold", "silver")),
                        List.of("example.com")));
        assertThat(settings.grants().groups())
                .containsExactly(
                        Map.entry("reviewers", new Grant(Set.of(Role.REVIEW), Set.of("sales", "support"))),
                        Map.entry("admins", new Grant(Set.of(Role.ADMIN, Role.REVIEW), Set.of())));
        assertThat(settings.grants().others()).isEqualTo(new Grant(Set.of(Role.READ), Set.of()));
        assertThat(settings.shown()).isEqualTo(new OidcSettings.Shown("Example SSO", "the test team", false));
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        assertThat(told("oidc: {label: x}\n", null))
                .containsExactlyInAnyOrder(
                        "0: Nothing says under which address people open Caravan, and oidc: in users.yaml needs it. An"
                                + " https:// address with a host; http:// only for localhost, without a path:"
                                + " https://caravan.example",
                        "1: Missing key \"issuer\". ",
                        "1: Missing key \"client-id\". ",
                        "1: Missing key \"client-secret\". ",
                        "1: Nobody who logs in by oidc: has a role. Give groups one (groups: {reviewers: {roles:"
                                + " [review]}}), or everybody (default: {roles: [read]})");
    }

    @Test
    void whatIsWrongIsSaidWithItsLineAndNoSecretWithIt() throws IOException {
        assertThat(told("""
                        oidc:
                          issuer: http://login.example
                          client-id: caravan
                          client-secret: not-for-any-log
                          scopes: ["a b"]
                          groups:
                            reviewers: {roles: [boss], workspace: sales}
                            sales: {roles: [read], workspaces: []}
                            others: {}
                          required: {tid: }
                          email-domains: []
                          local: maybe
                          user-info: perhaps
                          timeout: 2m
                          session: 1s
                          lable: x
                        """))
                .containsExactly(
                        "2: \"http://login.example\" can't be an issuer. An https:// address with a host; http:// only for"
                                + " localhost, as the issuer writes it itself",
                        "4: The client-secret is written into the file. Set an environment variable and name it here:"
                                + " ${CARAVAN_OIDC_SECRET}, or a secret of a vault: {{vault:name}}",
                        "5: \"a b\" can't be a scope. One word each, such as [profile, email]",
                        "7: Unknown key \"workspace\". Allowed: roles, workspaces. Did you mean \"workspaces\"?",
                        "7: Unknown role \"boss\". Allowed: submit, read, review, operate, admin",
                        "8: \"workspaces\" names none. Name one, or leave the key out: that is all of them",
                        "9: Missing key \"roles\". ",
                        "10: There is nothing behind \"tid\". Write what belongs there, or remove it",
                        "11: \"email-domains\" names none. Name one, or leave the key out: that is all of them",
                        "12: \"maybe\" is not allowed for \"local\". Expected true or false",
                        "13: \"perhaps\" is not allowed for \"user-info\". Expected true or false",
                        "14: \"timeout\" is too short or too long. Expected 1ms to 1m",
                        "15: \"session\" is too short or too long. Expected 1m to 30d",
                        "16: Unknown key \"lable\". Allowed: issuer, client-id, client-secret, scopes, name-claim,"
                                + " groups-claim, groups, default, required, email-domains, label, contact, local, user-info,"
                                + " session, timeout. Did you mean \"label\"?");
    }

    @Test
    void aSecretThatIsNotSetOrHasADefaultStopsTheStart() throws IOException {
        assertThat(told(LEAST.replace("A_SECRET", "NOT_SET")))
                .containsExactly("4: ${NOT_SET} is not set. Set it in the environment");
        assertThat(told(LEAST.replace("A_SECRET", "NOT_SET:not-for-any-log")))
                .hasSize(2)
                .noneMatch(line -> line.contains("not-for-any-log"));
    }

    @Test
    void addressesThatTokensMustNotTravelToAreRefused() throws IOException {
        for (String issuer : List.of(
                "http://10.1.2.3",
                "login.example",
                "https://a:b@login.example",
                "https://login.example?x=1",
                "ftp://x")) {
            Problems before = new Problems();
            Files.writeString(folder.resolve("users.yaml"), LEAST.replace("https://login.example/realms/main", issuer));
            OidcReader.read(folder, HERE, new Placeholders(name -> Optional.of("x")), before);
            assertThat(before.sorted()).as(issuer).hasSize(1);
        }
        for (String here :
                List.of("http://caravan.example", "https://caravan.example/path", "caravan.example", "https://")) {
            Problems before = new Problems();
            Files.writeString(folder.resolve("users.yaml"), LEAST);
            OidcReader.read(folder, here, new Placeholders(name -> Optional.of("x")), before);
            assertThat(before.sorted())
                    .as(here)
                    .extracting(problem -> problem.message() + " in " + problem.file())
                    .containsExactly(
                            "\"" + here + "\" is no address under which people open Caravan in caravan.public-url");
        }
    }
}
