package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An issuer of OpenID Connect over HTTP, as strict as real ones: one client with a secret, codes that count once, PKCE, redirects
 * to one address only. Who is logged in there is whoever {@link #person} says; what it answers can be made wrong.
 */
public final class OidcIssuer implements AutoCloseable {
    public static final String CLIENT = "caravan-test";
    public static final String SECRET = "not-for-any-log-1001";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BACK = "/login/oidc";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "oidc-issuer"));
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, Answer> instead = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final OidcTokens tokens;
    private final String client;
    private volatile Map<String, Object> person = Map.of("sub", "0001", "preferred_username", "reviewer-9");
    private volatile UnaryOperator<Map<String, Object>> description = said -> said;
    private volatile Map<String, Object> userInfo = Map.of();

    /** What is answered instead of the right thing. */
    public interface Answer {
        void to(HttpExchange call) throws IOException;
    }

    /** @param client address of the client, without a path */
    public OidcIssuer(String client, InstantSource clock) {
        this.client = client;
        this.tokens = new OidcTokens(clock);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** As it calls itself. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public OidcTokens tokens() {
        return tokens;
    }

    /** Who is logged in at the issuer from now on: the claims. */
    public void person(Map<String, Object> claims) {
        person = claims;
    }

    public void userInfo(Map<String, Object> claims) {
        userInfo = claims;
    }

    /** Changes what it says of itself. */
    public void description(UnaryOperator<Map<String, Object>> change) {
        description = change;
    }

    /** Answers calls of a path in another way, until {@link #asUsual}. */
    public void instead(String path, Answer answer) {
        instead.put(path, answer);
    }

    public void asUsual() {
        instead.clear();
        tokens.asUsual();
        description = said -> said;
        person = Map.of("sub", "0001", "preferred_username", "reviewer-9");
    }

    /** The paths that were called, in their order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Everything secret that has passed through it; nothing of that may be in a log. */
    public List<String> secrets() {
        return tokens.made();
    }

    private void serve(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        calls.add(path);
        try (call) {
            if (instead.containsKey(path)) {
                instead.get(path).to(call);
                return;
            }
            switch (path) {
                case "/.well-known/openid-configuration" -> json(call, 200, description.apply(description()));
                case "/authorize", "/allowed" ->
                    authorize(call, pairs(call.getRequestURI().getRawQuery()));
                case "/token" ->
                    token(call, pairs(new String(call.getRequestBody().readAllBytes(), UTF_8)));
                case "/jwks" -> json(call, 200, new JWKSet(tokens.publicKeys()).toJSONObject());
                case "/userinfo" -> json(call, 200, userInfo);
                case "/logout" -> end(call, pairs(call.getRequestURI().getRawQuery()));
                default -> json(call, 404, Map.of("error", "not_found"));
            }
        }
    }

    private Map<String, Object> description() {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("issuer", url());
        said.put("authorization_endpoint", url() + "/authorize");
        said.put("token_endpoint", url() + "/token");
        said.put("jwks_uri", url() + "/jwks");
        said.put("userinfo_endpoint", url() + "/userinfo");
        said.put("end_session_endpoint", url() + "/logout");
        said.put("response_types_supported", List.of("code"));
        said.put("subject_types_supported", List.of("public"));
        said.put("id_token_signing_alg_values_supported", List.of("ES256", "RS256"));
        return said;
    }

    private void authorize(HttpExchange call, Map<String, String> asked) throws IOException {
        boolean right = asked.getOrDefault("client_id", "").equals(CLIENT)
                && asked.getOrDefault("redirect_uri", "").equals(client + BACK)
                && asked.getOrDefault("response_type", "").equals("code")
                && asked.getOrDefault("code_challenge_method", "").equals("S256")
                && !asked.getOrDefault("nonce", "").isEmpty()
                && !asked.getOrDefault("state", "").isEmpty()
                && Arrays.asList(asked.getOrDefault("scope", "").split(" ")).contains("openid");
        if (!right) {
            json(call, 400, Map.of("error", "invalid_request"));
            return;
        }
        String code = tokens.secret("code");
        codes.put(code, asked);
        redirect(call, client + BACK + "?code=" + code + "&state=" + encode(asked.get("state")));
    }

    private void token(HttpExchange call, Map<String, String> sent) throws IOException {
        String login = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
        if (!login.equals(call.getRequestHeaders().getFirst("Authorization"))) {
            json(call, 401, Map.of("error", "invalid_client"));
            return;
        }
        Map<String, String> asked = codes.remove(sent.getOrDefault("code", ""));
        boolean right = asked != null
                && sent.getOrDefault("grant_type", "").equals("authorization_code")
                && asked.get("redirect_uri").equals(sent.get("redirect_uri"))
                && asked.get("code_challenge").equals(hash(sent.getOrDefault("code_verifier", "")));
        if (!right) {
            json(call, 400, Map.of("error", "invalid_grant", "error_description", "The code is not known"));
            return;
        }
        Map<String, Object> claims = new HashMap<>(person);
        claims.putAll(Map.of("iss", url(), "aud", CLIENT, "nonce", asked.get("nonce")));
        try {
            json(
                    call,
                    200,
                    Map.of(
                            "access_token",
                            tokens.secret("access"),
                            "token_type",
                            "Bearer",
                            "expires_in",
                            300,
                            "id_token",
                            tokens.sign(claims)));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void end(HttpExchange call, Map<String, String> asked) throws IOException {
        boolean right = tokens.made().contains(asked.getOrDefault("id_token_hint", ""))
                && asked.getOrDefault("post_logout_redirect_uri", "").equals(client + "/login?out");
        if (right) {
            redirect(call, asked.get("post_logout_redirect_uri"));
        } else {
            json(call, 400, Map.of("error", "invalid_request"));
        }
    }

    public static void json(HttpExchange call, int status, Map<String, ?> body) throws IOException {
        call.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = JSON.writeValueAsBytes(body);
        call.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = call.getResponseBody()) {
            out.write(bytes);
        }
    }

    public static void redirect(HttpExchange call, String to) throws IOException {
        call.getResponseHeaders().set("Location", to);
        call.sendResponseHeaders(302, -1);
    }

    /** Back with an error instead of a code, as issuers answer a person who says no. */
    public void refuse(HttpExchange call, String error) throws IOException {
        String state = pairs(call.getRequestURI().getRawQuery()).get("state");
        redirect(call, client + BACK + "?error=" + encode(error) + "&state=" + encode(state));
    }

    /** Asks whoever comes before sending them back, as issuers do where nobody is logged in yet: a page with a link. */
    public void ask() {
        instead("/authorize", call -> {
            byte[] page = ("<!doctype html><title>Example SSO</title><a id=\"allow\" href=\"/allowed?"
                            + call.getRequestURI().getRawQuery().replace("&", "&amp;") + "\">Come in</a>")
                    .getBytes(UTF_8);
            call.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
            call.sendResponseHeaders(200, page.length);
            call.getResponseBody().write(page);
        });
    }

    private static Map<String, String> pairs(String text) {
        return text == null
                ? Map.of()
                : Arrays.stream(text.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .filter(pair -> pair.length == 2)
                        .collect(Collectors.toMap(
                                pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8), (first, second) -> first));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static String hash(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
