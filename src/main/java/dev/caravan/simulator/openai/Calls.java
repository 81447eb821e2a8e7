package dev.caravan.simulator.openai;

import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.WireError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What all calls of a service have in common: errors in its shape. */
abstract class Calls {
    private final Service service;

    Calls(Service service) {
        this.service = service;
    }

    final Service service() {
        return service;
    }

    @ModelAttribute
    void check(HttpServletRequest request) {
        service.check(request);
    }

    @ExceptionHandler
    void answer(ApiException error, HttpServletRequest request, HttpServletResponse response) throws IOException {
        WireError wire = service.traits(request).error(error);
        wire.send(response);
    }
}
