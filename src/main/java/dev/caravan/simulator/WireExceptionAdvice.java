package dev.caravan.simulator;

import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.core.WireException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Errors of all surfaces, each as its vendor sends them. */
@RestControllerAdvice(basePackageClasses = WireExceptionAdvice.class)
@Profile("simulator")
class WireExceptionAdvice {
    @ExceptionHandler
    void answer(WireException error, HttpServletResponse response) throws IOException {
        WireError wire = error.wire();
        wire.send(response);
    }
}
