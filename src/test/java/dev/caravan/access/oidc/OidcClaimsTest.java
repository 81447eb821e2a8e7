package dev.caravan.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.access.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a token is a name, a group, a way in. */
class OidcClaimsTest {
    private static final Grant REVIEW = new Grant(Set.of(Role.REVIEW), Set.of());
    private static final Grant OPERATE = new Grant(Set.of(Role.OPERATE), Set.of());
    private static final Grant SALES = new Grant(Set.of(Role.ADMIN), Set.of("sales"));
    private static final Grant READ = new Grant(Set.of(Role.READ), Set.of());

    private static Claims claims(String name, String groups) {
        return new Claims(name, groups, Map.of(), List.of());
    }

    private static Claims of(Map<String, List<String>> required, String... domains) {
        return new Claims(null, "groups", required, List.of(domains));
    }

    @Test
    void withoutASettingTheNameIsThePreferredOneAndElseTheSubject() {
        Claims standard = claims(null, "groups");
        assertThat(standard.nameIn(Map.of("sub", "0001", "preferred_username", "reviewer-9")))
                .contains("reviewer-9");
        assertThat(standard.nameIn(Map.of("sub", "0001"))).contains("0001");
        assertThat(standard.nameIn(Map.of("sub", "0001", "preferred_username", " ")))
                .contains("0001");
    }

    @Test
    void aClaimThatIsNamedHasNoSubstitute() {
        assertThat(claims("upn", "groups").nameIn(Map.of("sub", "0001", "preferred_username", "reviewer-9")))
                .isEmpty();
        assertThat(claims("upn", "groups").nameIn(Map.of("upn", 7))).isEmpty();
        assertThat(claims("ext.login", "groups").nameIn(Map.of("ext", Map.of("login", "reviewer-9"))))
                .contains("reviewer-9");
    }

    @Test
    void anAddressThatIsNotProvedIsNobodysName() {
        Claims byMail = claims("email", "groups");
        assertThat(byMail.nameIn(Map.of("email", "a@example.com", "email_verified", false)))
                .isEmpty();
        assertThat(byMail.nameIn(Map.of("email", "a@example.com", "email_verified", true)))
                .contains("a@example.com");
        assertThat(byMail.nameIn(Map.of("email", "a@example.com"))).contains("a@example.com");
    }

    @Test
    void groupsAreAListOrOneOfThemAtAnyDepthAndDotsMayBePartOfAName() {
        assertThat(claims(null, "groups").groupsIn(Map.of("groups", List.of("a", "b"))))
                .containsExactly("a", "b");
        assertThat(claims(null, "groups").groupsIn(Map.of("groups", "a"))).containsExactly("a");
        assertThat(claims(null, "realm_access.roles").groupsIn(Map.of("realm_access", Map.of("roles", List.of("a")))))
                .containsExactly("a");
        assertThat(claims(null, "https://example.com/groups")
                        .groupsIn(Map.of("https://example.com/groups", List.of("a"))))
                .containsExactly("a");
        assertThat(claims(null, "groups").groupsIn(Map.of())).isEmpty();
        assertThat(claims(null, "groups").groupsIn(Map.of("groups", Map.of("a", 1))))
                .isEmpty();
    }

    @Test
    void whatIsRequiredMustBeThereInAllItsClaims() {
        Claims tenant = of(Map.of("tid", List.of("t-1", "t-2"), "mfa", List.of("true")));
        assertThat(tenant.admit(Map.of("tid", "t-2", "mfa", true))).isTrue();
        assertThat(tenant.admit(Map.of("tid", List.of("t-9", "t-1"), "mfa", "true")))
                .isTrue();
        assertThat(tenant.admit(Map.of("tid", "t-2"))).isFalse();
        assertThat(tenant.admit(Map.of("tid", "t-3", "mfa", true))).isFalse();
        assertThat(tenant.admit(Map.of("tid", "t-2", "mfa", false))).isFalse();
    }

    @Test
    void onlyAProvedAddressOfTheDomainOpens() {
        Claims staff = of(Map.of(), "example.com");
        assertThat(staff.admit(Map.of("email", "a@Example.com", "email_verified", true)))
                .isTrue();
        for (String other :
                List.of("a@example.com.evil.test", "a@evil-example.com", "a@sub.example.com", "example.com")) {
            assertThat(staff.admit(Map.of("email", other, "email_verified", true)))
                    .as(other)
                    .isFalse();
        }
        assertThat(staff.admit(Map.of("email", "a@example.com"))).isFalse();
        assertThat(staff.admit(Map.of("email", "a@example.com", "email_verified", "true")))
                .isFalse();
        assertThat(staff.admit(Map.of())).isFalse();
    }

    @Test
    void rolesOfGroupsThatSeeTheSameAddUp() {
        Grants grants = new Grants(ordered("reviewers", REVIEW, "operators", OPERATE, "sales", SALES), null);
        assertThat(grants.of(List.of("operators", "x", "reviewers")))
                .contains(new Grant(Set.of(Role.REVIEW, Role.OPERATE), Set.of()));
        assertThat(grants.of(List.of("operators"))).contains(OPERATE);
    }

    @Test
    void nobodyGetsTheRoleOfOneGroupInTheWorkspacesOfAnother() {
        Grants grants = new Grants(ordered("reviewers", REVIEW, "sales", SALES), null);
        assertThat(grants.of(List.of("sales", "reviewers"))).contains(REVIEW);
        assertThat(grants.of(List.of("sales"))).contains(SALES);
    }

    @Test
    void whoIsInNoGroupHasWhatIsForEverybodyOrNothing() {
        assertThat(new Grants(ordered("reviewers", REVIEW), READ).of(List.of("x")))
                .contains(READ);
        assertThat(new Grants(ordered("reviewers", REVIEW), READ).of(List.of("reviewers")))
                .contains(REVIEW);
        assertThat(new Grants(ordered("reviewers", REVIEW), null).of(List.of())).isEmpty();
    }

    private static Map<String, Grant> ordered(Object... pairs) {
        Map<String, Grant> groups = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            groups.put((String) pairs[i], (Grant) pairs[i + 1]);
        }
        return groups;
    }
}
