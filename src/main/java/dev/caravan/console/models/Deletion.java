package dev.caravan.console.models;

import dev.caravan.console.Confirm;
import dev.caravan.console.Pages;
import dev.caravan.console.Visit;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.ledger.Setups.Revision;
import dev.caravan.setup.RefusedSetupException;
import dev.caravan.setup.SetupDesk;
import dev.caravan.setup.Shown;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Deletes credentials and batch models, after a question; what is needed stays, and the page says by whom. */
final class Deletion {
    private final Pages pages;
    private final SetupDesk desk;
    private final Kind kind;

    Deletion(Pages pages, SetupDesk desk, Kind kind) {
        this.pages = pages;
        this.desk = desk;
        this.kind = kind;
    }

    /** Why it stays. */
    record Kept(String title, String text, String back) {}

    ResponseEntity<String> ask(Visit visit, String name) {
        Shown shown = desk.find(kind, name).orElse(null);
        if (shown == null) {
            return kept(
                    visit,
                    HttpStatus.OK,
                    name,
                    "It is defined in " + desk.place(kind, name).orElse("a file") + ". Change it there and reload.");
        }
        Optional<String> needed = desk.needs(kind, name);
        return needed.isPresent()
                ? kept(visit, HttpStatus.OK, name, "It is in use: " + needed.get() + ". Nothing was deleted.")
                : confirm(name, shown).ask(pages, visit);
    }

    ResponseEntity<String> carryOut(HttpServletRequest request, String name, String to) {
        Visit visit = new Visit(request);
        try {
            desk.delete(kind, name, Revision.of(TypedModel.said(request, "revision")), visit.actor());
        } catch (RefusedSetupException e) {
            Shown now = desk.find(kind, name).orElse(null);
            return now != null && e.why() == RefusedSetupException.Why.CHANGED
                    ? confirm(name, now).ask(pages, visit, HttpStatus.CONFLICT, String.valueOf(e.getMessage()), "")
                    : kept(visit, ModelFormPages.status(e), name, e.getMessage() + ".");
        }
        visit.flash("done", title(name) + " is deleted.");
        return ModelFormPages.to(to);
    }

    private Confirm confirm(String name, Shown shown) {
        return new Confirm(
                "Delete " + word() + " " + name + "?",
                kind == Kind.MODEL
                        ? List.of("Nobody needs it now. Its name is free afterwards.")
                        : List.of(
                                "Nobody needs it now. It is deleted with its secrets, which can't be brought back.",
                                "Request files that its provider still keeps stay there, since nobody looks after them any more."),
                false,
                href(name) + "/delete",
                "Delete it",
                href(name),
                Map.of("revision", shown.revision().text()));
    }

    private ResponseEntity<String> kept(Visit visit, HttpStatus status, String name, String why) {
        return pages.page(
                visit,
                status,
                title(name) + " stays",
                "kept",
                new Kept(title(name) + " can't be deleted", why, href(name)));
    }

    private String href(String name) {
        return (kind == Kind.MODEL ? "/models/" : "/credentials/") + name;
    }

    private String word() {
        return kind == Kind.MODEL ? "batch model" : "credential";
    }

    private String title(String name) {
        return (kind == Kind.MODEL ? "Batch model " : "Credential ") + name;
    }
}
