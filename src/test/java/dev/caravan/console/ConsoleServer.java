package dev.caravan.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.apache.catalina.Session;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.HttpEncodingAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The pages and their doors on a real web server, without the rest of Caravan. */
public final class ConsoleServer implements AutoCloseable {
    public static final String PASSWORD = "open sesame 1001";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final ServletWebServerApplicationContext context;

    private ConsoleServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        ServletWebServerFactoryAutoConfiguration.class,
        EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class
    })
    @ComponentScan(
            basePackages = {"dev.caravan.access", "dev.caravan.watch", "dev.caravan.api", "dev.caravan.console"},
            nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
            excludeFilters =
                    @ComponentScan.Filter(
                            type = org.springframework.context.annotation.FilterType.REGEX,
                            pattern = ".*Test\\$.*"))
    static class Application {}

    /** @param beans what the pages work on */
    public static ConsoleServer start(
            Path config, ApplicationContextInitializer<GenericApplicationContext> beans, String... properties) {
        SpringApplication application = new SpringApplication(Application.class);
        application.addInitializers(beans);
        application.setLogStartupInfo(false);
        String[] own = {
            "--server.port=0",
            "--caravan.config=" + config,
            "--server.forward-headers-strategy=native",
            "--spring.main.lazy-initialization=true",
            // So that whoever asks for every path gets an end.
            "--caravan.stream.lasts-ms=300",
            "--logging.level.dev.caravan=ERROR"
        };
        Stream<String> rest = Stream.of(own)
                .filter(one -> Stream.of(properties)
                        .noneMatch(given -> given.startsWith(one.substring(0, one.indexOf('=') + 1))));
        String[] all = Stream.concat(rest, Stream.of(properties)).toArray(String[]::new);
        return new ConsoleServer((ServletWebServerApplicationContext) application.run(all));
    }

    /** One user for each role, named as in the documentation, a second reviewer, and an administrator of another workspace. */
    public static Path users(Path config) throws IOException {
        Files.createDirectories(config);
        String hash = new BCryptPasswordEncoder(4).encode(PASSWORD);
        StringBuilder users = new StringBuilder("users:\n");
        Map.of(
                        "reader",
                        "read",
                        "reviewer-1",
                        "review",
                        "reviewer-2",
                        "review",
                        "operator",
                        "operate",
                        "admin",
                        "admin")
                .forEach((name, role) ->
                        users.append("  " + name + ": {password: \"" + hash + "\", roles: [" + role + "]}\n"));
        users.append("  outsider: {password: \"" + hash + "\", roles: [admin], workspaces: [support]}\n");
        Files.writeString(config.resolve("users.yaml"), users);
        return config;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public String url(String path) {
        return "http://localhost:" + context.getWebServer().getPort() + path;
    }

    /** Somebody with cookies, who doesn't follow redirects. */
    public Client client() {
        return new Client(url(""));
    }

    public Client login(String name) {
        return login(url(""), name);
    }

    /** At another server, which knows the same {@link #users}. */
    public static Client login(String base, String name) {
        Client client = new Client(base);
        client.get("/login");
        HttpResponse<String> reply = client.post("/login", Map.of("username", name, "password", PASSWORD));
        if (!reply.headers().firstValue("Location").orElse("").matches("(http://[^/]+)?/(review|monitor)?")) {
            throw new AssertionError("login: " + reply + " " + reply.headers());
        }
        client.get("/login");
        return client;
    }

    /** After how many seconds without a request each session ends. */
    public List<Integer> sessionSeconds() {
        Host host = ((TomcatWebServer) context.getWebServer()).getTomcat().getHost();
        return Arrays.stream(((Context) host.findChildren()[0]).getManager().findSessions())
                .map(Session::getMaxInactiveInterval)
                .toList();
    }

    @Override
    public void close() {
        context.close();
    }

    /** A browser without a screen and without scripts. */
    public static final class Client {
        private final String base;
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private String csrf = "";

        private Client(String base) {
            this.base = base;
        }

        public HttpResponse<String> get(String path, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return send(request.build());
        }

        /** With the token of the last page that had one. */
        public HttpResponse<String> post(String path, Map<String, String> form) {
            return postForm(path, encoded(form));
        }

        /** The same with a form as it is written. */
        public HttpResponse<String> postForm(String path, String form) {
            return postRaw(path, form + "&_csrf=" + encode(csrf));
        }

        /** As a script does that shows the next item already. */
        public HttpResponse<String> postAhead(String path, Map<String, String> form) {
            return send(HttpRequest.newBuilder(URI.create(base + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("HX-Request", "true")
                    .header("Ahead", "1")
                    .POST(BodyPublishers.ofString(encoded(form) + "&_csrf=" + encode(csrf)))
                    .build());
        }

        private static String encoded(Map<String, String> form) {
            return form.entrySet().stream()
                    .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                    .collect(Collectors.joining("&"));
        }

        public HttpResponse<String> postRaw(String path, String body) {
            return send(HttpRequest.newBuilder(URI.create(base + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(body))
                    .build());
        }

        public HttpResponse<String> send(HttpRequest request) {
            try {
                HttpResponse<String> reply = http.send(request, BodyHandlers.ofString());
                Matcher token = CSRF.matcher(reply.body());
                if (token.find()) {
                    csrf = token.group(1);
                }
                return reply;
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
