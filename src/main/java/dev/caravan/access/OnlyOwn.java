package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * In front of every handler of pages and management: whatever a request names, in its path or as a parameter, must be of the
 * caller's workspaces. What is not, is not found, and nothing tells it from what does not exist. Whoever sees all workspaces
 * is not asked.
 */
final class OnlyOwn implements HandlerInterceptor {
    /** Each holds one number, or several between commas. */
    private static final List<String> RECORDS = List.of("record", "back", "left");

    private static final Pattern COMMA = Pattern.compile(",");

    private final Supplier<Sight> sight;

    /** @param sight asked for with the first request: the doors are made before the ledger is open */
    OnlyOwn(Supplier<Sight> sight) {
        this.sight = sight;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        boolean limited = Caller.of(request).filter(caller -> !caller.seesAll()).isPresent();
        if (limited && !ownOnly(request)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return false;
        }
        return true;
    }

    private boolean ownOnly(HttpServletRequest request) {
        Sight own = sight.get();
        return values(request, "task").allMatch(task -> task.isBlank() || own.task(request, task.strip()))
                && values(request, "drop").flatMap(OnlyOwn::numbers).allMatch(id -> own.drop(request, id))
                && RECORDS.stream()
                        .flatMap(name -> values(request, name))
                        .flatMap(OnlyOwn::numbers)
                        .allMatch(id -> own.record(request, id));
    }

    private static Stream<String> values(HttpServletRequest request, String name) {
        Object path = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Stream<String> inPath =
                path instanceof Map<?, ?> map && map.get(name) instanceof String value ? Stream.of(value) : Stream.of();
        String[] given = request.getParameterValues(name);
        return Stream.concat(inPath, given == null ? Stream.of() : Stream.of(given));
    }

    /** What is no plain number is -1, which nothing has: others may read more into it, such as {@code 0x1f} or {@code #1f}. */
    private static Stream<Long> numbers(String text) {
        return COMMA.splitAsStream(text)
                .map(String::strip)
                .filter(number -> !number.isEmpty())
                .map(number -> number.matches("[0-9]{1,18}") ? Long.parseLong(number) : -1L);
    }
}
