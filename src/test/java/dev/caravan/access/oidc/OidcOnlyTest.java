package dev.caravan.access.oidc;

import static dev.caravan.access.oidc.IssuerAndDoors.location;
import static dev.caravan.access.oidc.IssuerAndDoors.login;
import static dev.caravan.access.oidc.IssuerAndDoors.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.testkit.OidcIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change who may come in by which door. */
class OidcOnlyTest {
    @TempDir
    Path folder;

    @Test
    void whereUsersOfTheFileDoNotCountNoPasswordOpensAnything() throws IOException {
        try (IssuerAndDoors doors = new IssuerAndDoors(folder, "default: {roles: [read]}\nlocal: false\n")) {
            Client client = doors.server.client();
            assertThat(client.get("/login").body())
                    .contains("Log in with 127.0.0.1")
                    .doesNotContain("password");
            assertThat(location(client.post("/login", Map.of("username", "admin", "password", ConsoleServer.PASSWORD))))
                    .isEqualTo("/login");
            assertThat(location(client.get("/audit"))).isEqualTo("/login");
            String password = Base64.getEncoder()
                    .encodeToString(("admin:" + ConsoleServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
            HttpResponse<String> refused =
                    client.send(HttpRequest.newBuilder(URI.create(doors.server.url("/api/tasks")))
                            .header("Authorization", "Basic " + password)
                            .build());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
            assertThat(refused.body())
                    .contains(
                            "Send an API key (x-api-key); passwords do not count here (oidc: local in config/users.yaml)");
            assertThat(location(login(client))).isEqualTo("/");
        }
    }

    @Test
    void claimsThatAreNotInTheTokenAreAskedForWhereTheSettingsSaySo() throws IOException {
        try (IssuerAndDoors doors =
                new IssuerAndDoors(folder, "groups: {readers: {roles: [read]}}\nuser-info: true\n")) {
            assertThat(doors.told()).startsWith("/login?oidc=untrusted ");
            doors.issuer.instead("/userinfo", call -> OidcIssuer.json(call, 500, Map.of()));
            assertThat(doors.told()).startsWith("/login?oidc=away ");
            doors.issuer.asUsual();
            doors.issuer.userInfo(Map.of("sub", "0001", "groups", List.of("readers")));
            assertThat(location(login(doors.server.client()))).isEqualTo("/");
            doors.issuer.userInfo(Map.of("sub", "0002", "groups", List.of("readers")));
            assertThat(doors.told()).startsWith("/login?oidc=untrusted ");
            doors.issuer.userInfo(Map.of("sub", "0001", "groups", List.of("others")));
            assertThat(doors.told()).startsWith("/login?oidc=role ");
        }
    }

    @Test
    void accountsOfOthersStayOutside() throws IOException {
        try (IssuerAndDoors doors =
                new IssuerAndDoors(folder, "default: {roles: [read]}\nrequired: {tid: t-1}\nlabel: Example SSO\n")) {
            Client client = doors.server.client();
            assertThat(told(client, login(client)))
                    .isEqualTo(
                            "/login?oidc=outside 403 Example SSO logged you in, but your account is not among those that"
                                    + " may come in here. Ask whoever runs Caravan.");
            doors.issuer.person(Map.of("sub", "0001", "preferred_username", "reviewer-9", "tid", "t-1"));
            assertThat(location(login(client))).isEqualTo("/");
        }
    }

    @Test
    void whereNobodyIsInTheFileTheIssuerIsTheOnlyWayAndIsOffered() throws IOException {
        try (IssuerAndDoors doors = IssuerAndDoors.withoutUsers(folder, "default: {roles: [read]}\n")) {
            Client client = doors.server.client();
            HttpResponse<String> page = client.get("/login");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("Log in with 127.0.0.1").doesNotContain("password");
            assertThat(location(login(client))).isEqualTo("/");
            assertThat(location(client.get("/"))).isEqualTo("/monitor");
        }
    }
}
