package dev.caravan.access.oidc;

import static dev.caravan.access.oidc.IssuerAndDoors.follow;
import static dev.caravan.access.oidc.IssuerAndDoors.location;
import static dev.caravan.access.oidc.IssuerAndDoors.login;
import static dev.caravan.access.oidc.IssuerAndDoors.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.TestClock;
import dev.caravan.testkit.OidcIssuer;
import dev.caravan.testkit.Ports;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who log in at an issuer: the whole way, over a real ledger, with the users of the file beside them. */
class OidcLoginTest {
    @TempDir
    static Path folder;

    private static OidcIssuer issuer;
    private static Workshop workshop;
    private static ConsoleServer server;

    @BeforeAll
    static void start() throws IOException {
        int port = Ports.free();
        issuer = new OidcIssuer(
                "http://localhost:" + port, () -> workshop.bean(TestClock.class).instant());
        workshop = Workshop.open(
                folder,
                "when: 'confidence < 0.7'",
                "",
                yaml -> yaml,
                IssuerAndDoors.section(issuer, """
                        label: Example SSO
                        contact: the test team
                        groups:
                          reviewers: {roles: [review]}
                          readers: {roles: [read]}
                          support: {roles: [admin], workspaces: [support]}
                        """),
                IssuerAndDoors.own(port));
        server = workshop.server();
    }

    @AfterAll
    static void stop() {
        workshop.close();
        issuer.close();
    }

    @AfterEach
    void asUsual() {
        issuer.asUsual();
    }

    private static void person(String name, Object... groups) {
        issuer.person(Map.of("sub", "0001", "preferred_username", name, "groups", List.of(groups)));
    }

    private static Client loggedIn(String name, Object... groups) {
        person(name, groups);
        Client client = server.client();
        assertThat(login(client).headers().firstValue("Location")).contains(server.url("/"));
        return client;
    }

    @Test
    void theLoginPageOffersBoth() {
        String page = server.client().get("/login").body();
        assertThat(page)
                .contains("<a class=\"button main\" href=\"" + server.url("/login/start")
                        + "\">Log in with Example SSO</a>")
                .contains("<label for=\"username\">Name</label>");
    }

    @Test
    void whoComesBackFromTheIssuerIsOnThePageThatWasAskedFor() {
        person("reviewer-9", "reviewers");
        Client client = server.client();
        assertThat(location(client.get("/audit?task=t&source=%2Fa", "Accept", "text/html")))
                .isEqualTo("/login");
        HttpResponse<String> back = login(client);
        assertThat(back.headers().firstValue("Location")).contains(server.url("/audit?task=t&source=%2Fa"));
        HttpResponse<String> page = follow(client, back);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<span class=\"name\">reviewer-9</span>");
    }

    @Test
    void aPageThatWasAskedForUnderAnotherHostLeadsNowhereElse() {
        person("reviewer-9", "reviewers");
        Client client = server.client();
        client.get("/audit?task=t", "Accept", "text/html", "X-Forwarded-Host", "evil.example");
        assertThat(login(client).headers().firstValue("Location")).contains(server.url("/audit?task=t"));
    }

    @Test
    void whatSuchAPersonDecidesIsInThePersonsName() throws IOException {
        workshop.answered(
                List.of(Workshop.ticket("T-1", "Refund", "Give it back")),
                id -> Workshop.answer(id, "billing", "Wants a refund", 0.5).toString());
        long record = workshop.ledger()
                .openItems()
                .list(new OpenItems.Query(null, null, null, null), OpenItems.Place.START, 1)
                .get(0)
                .recordId();
        Client client = loggedIn("reviewer-9", "reviewers");
        client.get("/review/" + record);
        HttpResponse<String> done = client.post("/review/" + record, Map.of("act", "approve", "version", "1"));
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(workshop.ledger().decisions().of(record))
                .extracting(Decisions.Made::actor)
                .containsExactly("reviewer-9");
    }

    @Test
    void rolesAndWorkspacesAreThoseOfTheGroupsAndChangeWithTheNextLogin() {
        Client reader = loggedIn("reader-9", "readers", "nobody-knows-this-group");
        assertThat(reader.get("/review").statusCode()).isEqualTo(200);
        assertThat(reader.get("/rerun").statusCode()).isEqualTo(403);
        person("reader-9", "support");
        assertThat(reader.get("/rerun").statusCode()).isEqualTo(403);
        assertThat(location(login(reader))).isEqualTo("/");
        assertThat(reader.get("/rerun").statusCode()).isEqualTo(200);
        assertThat(reader.get("/audit?task=" + Workshop.TASK).statusCode()).isEqualTo(404);
    }

    @Test
    void aLoginGetsANewSessionThatLastsAsLongAsOthers() {
        person("reviewer-9", "reviewers");
        Client client = server.client();
        HttpResponse<String> begun = client.get("/login/start");
        String before = begun.headers().firstValue("Set-Cookie").orElseThrow();
        HttpResponse<String> back = follow(client, follow(client, begun));
        String after = back.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(after).startsWith("caravan=").contains("HttpOnly", "SameSite=Lax");
        assertThat(after.replaceFirst(";.*", "")).isNotEqualTo(before.replaceFirst(";.*", ""));
        assertThat(server.sessionSeconds()).contains(1800);
    }

    @Test
    void aLogoutEndsTheSessionHereAndThere() {
        Client client = loggedIn("reviewer-9", "reviewers");
        HttpResponse<String> page = client.get("/audit");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy -> assertThat(policy).contains("; form-action 'self' " + issuer.url() + ";"));
        HttpResponse<String> out = client.post("/logout", Map.of());
        assertThat(out.headers().firstValue("Location"))
                .hasValueSatisfying(there -> assertThat(there).startsWith(issuer.url() + "/logout?id_token_hint=ey"));
        HttpResponse<String> there = follow(client, out);
        assertThat(there.headers().firstValue("Location")).contains(server.url("/login?out"));
        assertThat(location(client.get("/audit"))).isEqualTo("/login");
    }

    @Test
    void aSessionEndsAfterTwelveHoursHoweverMuchItIsUsed() {
        Client client = loggedIn("reviewer-9", "reviewers");
        Client local = server.login("reviewer-1");
        workshop.pass(Duration.ofHours(12).minusSeconds(1));
        assertThat(client.get("/audit").statusCode()).isEqualTo(200);
        workshop.pass(Duration.ofSeconds(1));
        assertThat(client.get("/audit", "HX-Request", "true").statusCode()).isEqualTo(401);
        assertThat(location(client.get("/audit?task=t", "Accept", "text/html"))).isEqualTo("/login");
        assertThat(location(login(client))).isEqualTo("/audit?task=t");
        assertThat(local.get("/audit").statusCode()).isEqualTo(200);
    }

    @Test
    void usersOfTheFileLogInAndOutAsBefore() {
        Client client = server.login("reviewer-1");
        assertThat(location(client.post("/logout", Map.of()))).isEqualTo("/login?out");
    }

    @Test
    void whoHasNoRoleIsToldWhomToAskAndMayComeAsSomebodyElse() {
        person("newcomer", "nobody-knows-this-group");
        Client client = server.client();
        assertThat(told(client, login(client)))
                .isEqualTo(
                        "/login?oidc=role 403 Example SSO logged you in, but neither you nor a group of yours has a role"
                                + " in Caravan. Ask the test team for one.");
        HttpResponse<String> page = client.get("/login?oidc=role");
        assertThat(page.body())
                .contains("<h1>You may not come in</h1>")
                .contains("<a class=\"button main\" href=\"" + server.url("/login/start?other")
                        + "\">Log in with Example SSO as somebody else</a>");
        assertThat(location(client.get("/audit"))).isEqualTo("/login");
        assertThat(location(client.get("/login/start?other"))).contains("&prompt=login");
    }

    @Test
    void nobodyComesInUnderTheNameOfAUserOfTheFileOrOfCaravan() {
        for (String name : List.of("operator", "Operator", "caravan")) {
            person(name, "reviewers");
            Client client = server.client();
            assertThat(told(client, login(client)))
                    .as(name)
                    .isEqualTo(
                            "/login?oidc=taken 403 Example SSO logged you in, but under the name of a user who logs in"
                                    + " here with a password. Ask the test team.");
            assertThat(location(client.get("/audit"))).isEqualTo("/login");
        }
    }

    @Test
    void namesThatCouldBeTakenForAKeyOrBreakAPageAreRefused() {
        for (String name : List.of("key:nightly:k3v7q2m4xa", "<b>", "a b", "a\nb", "x".repeat(129))) {
            person(name, "reviewers");
            Client client = server.client();
            assertThat(told(client, login(client)))
                    .as(name)
                    .isEqualTo(
                            "/login?oidc=nameless 403 Example SSO logged you in, but gave no name that can be used here."
                                    + " Ask the test team.");
        }
    }

    @Test
    void wordsThatNobodySaidAreNotOnThePage() {
        HttpResponse<String> page = server.client().get("/login?oidc=%3Cscript%3E");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("role=\"alert\"", "<script>");
    }
}
