package dev.caravan.console;

import dev.caravan.access.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The way in. */
@RestController
final class FrontPages {
    private final Pages pages;
    private final Users users;

    FrontPages(Pages pages, Users users) {
        this.pages = pages;
        this.users = users;
    }

    record Login(boolean wrong, boolean early, boolean out, String csrf) {}

    @GetMapping("/")
    ResponseEntity<Void> home() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/review"))
                .build();
    }

    @GetMapping("/login")
    ResponseEntity<String> login(HttpServletRequest request) {
        Visit visit = new Visit(request);
        if (users.isEmpty()) {
            return pages.page(visit, HttpStatus.SERVICE_UNAVAILABLE, "Nobody may log in yet", "nobody", Map.of());
        }
        return pages.page(
                visit,
                "Log in",
                "login",
                new Login(has(request, "wrong"), has(request, "wait"), has(request, "out"), visit.csrf()));
    }

    private static boolean has(HttpServletRequest request, String parameter) {
        return request.getParameter(parameter) != null;
    }
}
