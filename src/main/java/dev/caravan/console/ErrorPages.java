package dev.caravan.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/** What a browser shows when a page can't be: what happened and where to go, and nothing of our insides. */
final class ErrorPages implements ErrorViewResolver {
    private final Pages pages;

    ErrorPages(Pages pages) {
        this.pages = pages;
    }

    record Trouble(int status, String title, String text) {}

    static Trouble of(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND ->
                new Trouble(404, "There is no such page", "The address may be mistyped, or what it named is gone.");
            case FORBIDDEN ->
                new Trouble(
                        403,
                        "You may not do this",
                        "Your roles do not allow it, or the page was open for too long: load it again. Roles are given in"
                                + " config/users.yaml.");
            default ->
                status.is4xxClientError()
                        ? new Trouble(status.value(), "This request can't be taken", status.getReasonPhrase())
                        : new Trouble(
                                status.value(),
                                "Something went wrong here",
                                "Nothing that you entered was changed unless the page said so. The log of Caravan says what"
                                        + " happened.");
        };
    }

    @Override
    public ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
        Trouble trouble = of(status);
        String html = pages.around(new Visit(request), trouble.title(), pages.fill("error", trouble));
        ModelAndView view = new ModelAndView((ignored, wanted, response) -> {
            response.setContentType("text/html;charset=utf-8");
            response.getWriter().write(html);
        });
        view.setStatus(status);
        return view;
    }
}
