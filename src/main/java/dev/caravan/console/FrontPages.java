package dev.caravan.console;

import dev.caravan.access.LoginElsewhere;
import dev.caravan.access.LoginElsewhere.Button;
import dev.caravan.access.LoginElsewhere.Told;
import dev.caravan.access.Role;
import dev.caravan.access.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The way in. */
@RestController
final class FrontPages {
    private final Pages pages;
    private final Users users;
    private final LoginElsewhere elsewhere;

    FrontPages(Pages pages, Users users, LoginElsewhere elsewhere) {
        this.pages = pages;
        this.users = users;
        this.elsewhere = elsewhere;
    }

    /** @param trouble why a login elsewhere did not come about; empty if none was tried */
    record Login(
            String title,
            boolean wrong,
            boolean early,
            boolean out,
            String trouble,
            List<Way> ways,
            boolean passwords,
            String csrf) {}

    record Way(String label, String href) {}

    /** Whoever only decides begins with what waits for that. */
    @GetMapping("/")
    ResponseEntity<Void> home(HttpServletRequest request) {
        Visit visit = new Visit(request);
        boolean reviews = visit.may(Role.REVIEW) && !visit.may(Role.OPERATE);
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(reviews ? "/review" : "/monitor"))
                .build();
    }

    @GetMapping("/login")
    ResponseEntity<String> login(HttpServletRequest request) {
        Visit visit = new Visit(request);
        Optional<Button> button = elsewhere.button();
        if (users.isEmpty() && button.isEmpty()) {
            return pages.page(visit, HttpStatus.SERVICE_UNAVAILABLE, "Nobody may log in yet", "nobody", Map.of());
        }
        Told told = Optional.ofNullable(request.getParameter("oidc"))
                .flatMap(elsewhere::told)
                .orElse(new Told(HttpStatus.OK, "Log in", ""));
        boolean refused = told.status() == HttpStatus.FORBIDDEN;
        Login login = new Login(
                told.title(),
                has(request, "wrong"),
                has(request, "wait"),
                has(request, "out"),
                told.text(),
                button
                        .map(to -> refused
                                ? new Way(to.label() + " as somebody else", to.other())
                                : new Way(to.label(), to.href()))
                        .stream()
                        .toList(),
                elsewhere.passwordsCount() && !users.isEmpty(),
                visit.csrf());
        return pages.page(visit, told.status(), told.title(), "login", login);
    }

    private static boolean has(HttpServletRequest request, String parameter) {
        return request.getParameter(parameter) != null;
    }
}
