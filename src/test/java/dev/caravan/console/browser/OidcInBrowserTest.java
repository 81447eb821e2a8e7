package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.Workshop;
import dev.caravan.ledger.TestClock;
import dev.caravan.testkit.OidcIssuer;
import dev.caravan.testkit.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login at an issuer and a logout in a real Chromium, whose content policy and cookies have a say in it. */
class OidcInBrowserTest {
    @TempDir
    Path folder;

    @Test
    void theButtonLeadsToTheIssuerAndBackToThePageAndTheLogoutEndsBoth() throws IOException {
        Browser.mustBeThere();
        int port = Ports.free();
        Workshop[] open = new Workshop[1];
        try (OidcIssuer issuer = new OidcIssuer(
                "http://localhost:" + port, () -> open[0].bean(TestClock.class).instant())) {
            issuer.ask();
            issuer.person(Map.of("sub", "0001", "preferred_username", "reviewer-9", "groups", "reviewers"));
            try (Workshop workshop = Workshop.open(
                            folder,
                            "when: 'confidence < 0.7'",
                            "",
                            yaml -> yaml,
                            """
                            oidc:
                              issuer: %s
                              client-id: %s
                              client-secret: ${TEST_OIDC_SECRET}
                              label: Example SSO
                              groups: {reviewers: {roles: [review]}}
                            """.formatted(issuer.url(), OidcIssuer.CLIENT),
                            "--server.port=" + port,
                            "--caravan.public-url=http://localhost:" + port,
                            "--TEST_OIDC_SECRET=" + OidcIssuer.SECRET);
                    Browser browser = Browser.open(workshop.server().url(""))) {
                open[0] = workshop;
                browser.go("/audit?task=" + Workshop.TASK);
                assertThat(browser.barriers()).isEmpty();
                assertThat(browser.text("a.button.main")).isEqualTo("Log in with Example SSO");
                browser.find("a.button.main").click();
                browser.until("#allow");
                browser.find("#allow").click();
                browser.until(".who");
                assertThat(browser.text(".who .name")).isEqualTo("reviewer-9");
                assertThat(browser.script("return location.pathname + location.search"))
                        .isEqualTo("/audit?task=" + Workshop.TASK);

                browser.find(".who button:not([type])").click();
                browser.untilText(".flash.done", "You are logged out.");
                assertThat(issuer.calls()).contains("/logout");
                assertThat(browser.complaints()).isEmpty();
                browser.go("/audit");
                assertThat(browser.text("h1")).isEqualTo("Log in");
            }
        }
    }
}
