package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One simulated provider, as the gate before all calls sees it. A bean each, made of nothing: it must not depend on
 * other beans of the simulator, which depend on it.
 */
public interface Surface {
    /** The name in settings, in {@code match.surface} of a fault and as a folder, such as {@code openai}. */
    String name();

    /** The path that all calls begin with, without a slash at the end: {@code /simulator/openai}. */
    default String root() {
        return ROOT + "/" + name();
    }

    String ROOT = "/simulator";

    /** The names of the calls, as fault scripts write them: {@code batches.create}. */
    Set<String> calls();

    /**
     * The name of a call.
     *
     * @param path what follows the root, as sent: still percent-encoded, without the query
     * @return one of {@link #calls()}, or {@code other}
     */
    String call(String method, String path);

    /** Looks at the credentials alone; any will do except {@code bad} and those that begin with {@code invalid}. */
    Optional<WireError> authorize(HttpServletRequest request);

    /** The body and headers that a scripted {@code status} without a body of its own has. */
    WireError error(int status);

    /** Whether the body of a call is read as a stream by its controller, such as an upload in parts. */
    default boolean raw(String call) {
        return false;
    }

    /** Headers that each answer has, such as a request id; asked once for each call. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /**
     * Settings that this surface alone has, with their defaults: limits, above all. They are changed by {@code POST
     * /simulator/settings {"<name>": {"<key>": …}}} and read by {@link SimulatorSettings#of}. A value keeps its JSON
     * type; numbers are whole and not negative.
     */
    default ObjectNode settings() {
        return Json.object();
    }

    /** Whether a key or token is one that the simulator takes. */
    static boolean accepts(String credential) {
        return !credential.isBlank() && !credential.equals("bad") && !credential.startsWith("invalid");
    }
}
