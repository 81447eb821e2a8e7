package dev.caravan.console.reload;

import dev.caravan.access.Caller;
import dev.caravan.access.Role;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Ledger;
import dev.caravan.reload.Runner;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What this process runs with, what is another in the files by now and whether it would be taken, and a way to take it. */
@RestController
final class ReloadPage {
    private static final int SHOWN = 20;
    private static final int LONGEST_WHY = 1000;

    private final Pages pages;
    private final Ledger ledger;
    private final ObjectProvider<Runner> runner;

    ReloadPage(Pages pages, Ledger ledger, ObjectProvider<Runner> runner) {
        this.pages = pages;
        this.ledger = ledger;
        this.runner = runner;
    }

    /** @param why what was wrong with the files when the last good copy was taken instead */
    record Running(String at, boolean lastGood, List<String> why, List<String> changed, List<String> problems) {
        boolean same() {
            return changed.isEmpty() && problems.isEmpty() && !lastGood;
        }

        boolean other() {
            return !changed.isEmpty();
        }

        boolean wrong() {
            return !problems.isEmpty();
        }

        boolean ready() {
            return problems.isEmpty() && !same();
        }
    }

    record Shown(String csrf, boolean mayReload, List<Running> running, List<WishLines> wishes) {
        boolean none() {
            return wishes.isEmpty();
        }
    }

    @GetMapping("/reload")
    ResponseEntity<String> reload(HttpServletRequest request, @RequestParam(defaultValue = "") String part) {
        Visit visit = new Visit(request);
        mustSeeAll(request);
        List<WishLines> wishes =
                ledger.reloads().newest(SHOWN).stream().map(WishLines::of).toList();
        boolean rows = part.equals("rows") && visit.wantsFragment();
        Shown shown = new Shown(
                visit.csrf(),
                visit.may(Role.OPERATE),
                rows ? List.of() : runner.stream().map(ReloadPage::running).toList(),
                wishes);
        return rows
                ? pages.fragment(HttpStatus.OK, "reload-rows", shown)
                : pages.page(visit, "Reload", "reload", shown);
    }

    @PostMapping("/reload")
    ResponseEntity<String> ask(HttpServletRequest request, @RequestParam(defaultValue = "") String why) {
        Visit visit = new Visit(request);
        mustSeeAll(request);
        String reason = why.strip();
        long id = ledger.reloads().ask(visit.actor(), reason.substring(0, Math.min(reason.length(), LONGEST_WHY)), "");
        visit.flash(
                "done",
                "Reload " + id
                        + " is asked for. One node after the other does it; pages are away for one or two seconds.");
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/reload"))
                .build();
    }

    private static void mustSeeAll(HttpServletRequest request) {
        if (!Caller.of(request).orElseThrow().seesAll()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    private static Running running(Runner runner) {
        Runner.Loaded loaded = runner.loaded();
        List<String> changed =
                ChangedFiles.between(loaded.digests(), loaded.files().digests());
        boolean look = !changed.isEmpty() || loaded.lastGood();
        return new Running(
                loaded.at().toString(), loaded.lastGood(), loaded.why(), changed, look ? runner.check() : List.of());
    }
}
