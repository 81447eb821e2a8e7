package dev.caravan;

import dev.caravan.config.ConfigurationProblems;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.simulator.SimulatorApplication;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.web.client.HttpClientObservationsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.gson.GsonAutoConfiguration;
import org.springframework.boot.autoconfigure.http.client.HttpClientAutoConfiguration;
import org.springframework.boot.autoconfigure.mustache.MustacheAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.client.servlet.OAuth2ClientWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.websocket.servlet.WebSocketServletAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Starts Caravan, or one of its commands. */
// The templates are prompts, not pages; libraries of libraries would switch on the others, which nobody uses, in every
// start. A format and a sink of one kind have configurations of the same short name.
@SpringBootConfiguration
// Or all classes are opened once more, to look for mixins of Jackson; there are none.
@AutoConfigurationPackage(basePackages = "dev.caravan.none")
@EnableAutoConfiguration(
        exclude = {
            MustacheAutoConfiguration.class,
            OpenTelemetryAutoConfiguration.class,
            OpenTelemetryLoggingAutoConfiguration.class,
            GsonAutoConfiguration.class,
            WebSocketServletAutoConfiguration.class,
            RestClientAutoConfiguration.class,
            RestTemplateAutoConfiguration.class,
            HttpClientAutoConfiguration.class,
            HttpClientObservationsAutoConfiguration.class,
            // access has the doors
            SecurityAutoConfiguration.class,
            SecurityFilterAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class,
            OAuth2ClientAutoConfiguration.class,
            OAuth2ClientWebSecurityAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class
        })
@ComponentScan(
        resourcePattern = CaravanApplication.COMPONENTS,
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class CaravanApplication {
    static final int WRONG_USE = 2;

    /** Only classes of these names are looked at for what Spring makes: opening all of them takes a tenth of a start. */
    static final String COMPONENTS =
            "**/{name:.*(?:Configuration|Controller|Page|Pages|Api|Files|Webhooks|Errors|Advice)}.class";

    public static void main(String[] args) {
        // Files, custom ids and logs have the same digits wherever Caravan runs.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        List<String> words =
                Arrays.stream(args).filter(arg -> !arg.startsWith("-")).toList();
        boolean help = List.of(args).contains("--help") || List.of(args).contains("-h");
        String command = help ? "help" : words.isEmpty() ? "run" : words.get(0);
        if (command.equals("sample")) {
            List<String> behind = new ArrayList<>(List.of(args));
            behind.remove("sample");
            System.exit(new Sample(Duration.ofMinutes(15), utf8(System.out), utf8(System.err))
                    .run(Sample.asOptions(behind)));
        }
        if (words.size() > 1) {
            System.err.println("One command at a time, not: " + String.join(" ", words) + "\n\n" + Usage.TEXT);
            System.exit(WRONG_USE);
        }
        String[] options =
                Arrays.stream(args).filter(arg -> arg.startsWith("-")).toArray(String[]::new);
        switch (command) {
            case "run" -> run(options);
            case "simulator" -> SimulatorApplication.run(options);
            case "check" -> System.exit(Check.run(options, utf8(System.out)));
            case "replay" -> System.exit(Replay.run(options, utf8(System.out), utf8(System.err)));
            case "status" ->
                System.exit(
                        new Status(Voice.of("status", options, utf8(System.out), utf8(System.err)), Clock.systemUTC())
                                .run(options));
            case "cancel" -> System.exit(asking(Kind.CANCEL).run(options));
            case "hold" -> System.exit(asking(Kind.HOLD).run(options));
            case "pause" -> System.exit(new PauseCommand(false, utf8(System.out), utf8(System.err)).run(options));
            case "resume" -> System.exit(new PauseCommand(true, utf8(System.out), utf8(System.err)).run(options));
            case "release" -> System.exit(asking(Kind.RELEASE).run(options));
            case "open" -> System.exit(asking(Kind.OPEN).run(options));
            case "review" ->
                System.exit(new AskForReview(Duration.ofSeconds(5), utf8(System.out), utf8(System.err)).run(options));
            case "export" -> System.exit(Export.run(options, utf8(System.out), utf8(System.err)));
            case "rerun" ->
                System.exit(new Rerun(Duration.ofSeconds(60), utf8(System.out), utf8(System.err)).run(options));
            case "reload" ->
                System.exit(
                        new Reload(Duration.ofSeconds(30), Duration.ofSeconds(90), utf8(System.out), utf8(System.err))
                                .run(options));
            case "why" -> System.exit(Why.run(options, utf8(System.out), utf8(System.err)));
            case "erase" -> System.exit(Erase.run(options, utf8(System.out), utf8(System.err)));
            case "user" ->
                System.exit(new AddUser(System.console(), System.in, utf8(System.out), utf8(System.err)).run(options));
            case "key" -> System.exit(new ApiKey(utf8(System.out), utf8(System.err)).run(options));
            case "help" -> System.out.println(Usage.TEXT);
            case "completion" -> System.out.print(Completion.script());
            case "version" -> System.out.println("caravan " + Usage.version());
            default -> {
                System.err.println("Unknown command \"" + command + "\".\n\n" + Usage.TEXT);
                System.exit(WRONG_USE);
            }
        }
    }

    private static Asking asking(Kind kind) {
        return new Asking(kind, Duration.ofSeconds(5), utf8(System.out), utf8(System.err));
    }

    private static PrintStream utf8(PrintStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private static void run(String[] options) {
        try {
            new Running(options, Clock.systemUTC()).start();
        } catch (ConfigurationProblems e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
