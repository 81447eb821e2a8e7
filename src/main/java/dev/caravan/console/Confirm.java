package dev.caravan.console;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * What somebody is asked before an act is done: once, with what it will do to how many. Asked by GET of the address of the
 * act and done by POST of the same.
 *
 * @param title a question, such as {@code Cancel drop 12?}
 * @param says what will happen, a sentence each
 * @param why whether a reason must be given; it arrives as parameter {@code why}
 * @param action where the answer goes
 * @param button what it says, with the number
 * @param back where a no leads to
 * @param hidden what goes with the answer, such as {@code expected}, the number that was told
 */
public record Confirm(
        String title,
        List<String> says,
        boolean why,
        String action,
        String button,
        String back,
        Map<String, String> hidden) {

    /** The longest reason, in characters. */
    public static final int LONGEST_WHY = 10_000;

    /** A hidden field. */
    record Pair(String name, String value) {}

    /** @param trouble why nothing was done; empty before somebody tried */
    record Asked(Confirm confirm, List<Pair> pairs, String trouble, String given, int longest, String csrf) {}

    /** The question. */
    public ResponseEntity<String> ask(Pages pages, Visit visit) {
        return ask(pages, visit, HttpStatus.OK, "", "");
    }

    /**
     * The question once more, because nothing was done.
     *
     * @param trouble says why
     * @param given the reason as it was typed
     */
    public ResponseEntity<String> ask(Pages pages, Visit visit, HttpStatus status, String trouble, String given) {
        List<Pair> pairs = hidden.entrySet().stream()
                .map(one -> new Pair(one.getKey(), one.getValue()))
                .toList();
        return pages.page(
                visit, status, title, "confirm", new Asked(this, pairs, trouble, given, LONGEST_WHY, visit.csrf()));
    }
}
