package dev.caravan;

import dev.caravan.access.Users;
import dev.caravan.access.oidc.OidcReader;
import dev.caravan.bucket.BucketSettings;
import dev.caravan.bucket.BucketsReader;
import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.model.ModelFiles;
import dev.caravan.model.Models;
import dev.caravan.notice.WebhooksReader;
import dev.caravan.provider.ModelListFiles;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.VanishedModels;
import dev.caravan.publish.http.Endpoints;
import dev.caravan.route.CheckedRoutes;
import dev.caravan.route.lint.RouteLint;
import dev.caravan.setup.Overlay;
import dev.caravan.task.Tasks;
import dev.caravan.task.TasksReader;
import dev.caravan.task.WorkspacesReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The command {@code check}: everything an operator edits is read and judged; nothing is started, nothing written. Only
 * buckets are asked, whether they are there and may be listed.
 */
final class Check {
    private Check() {}

    /** Returns the exit code: 0, or 1 after every problem was printed on a line of its own. */
    static int run(String[] options, PrintStream out) {
        return Properties.read(
                options,
                environment -> environment.containsProperty(CheckManifest.OPTION)
                        ? CheckManifest.run(environment, out)
                        : check(environment, Voice.of("check", options, out, out)));
    }

    static int check(Environment environment, PrintStream out) {
        return check(environment, new Voice("check", false, out, out));
    }

    private static int check(Environment environment, Voice voice) {
        PrintStream out = voice.out();
        Problems problems = new Problems();
        Found found = look(environment, problems);
        if (problems.isEmpty()) {
            BucketCheck.ask(environment, found.buckets(), problems);
        }
        if (voice.json()) {
            voice.document(document(problems, found, environment));
            return problems.isEmpty() ? 0 : 1;
        }
        problems.sorted().forEach(out::println);
        if (problems.isEmpty()) {
            warnings(environment, found).forEach(warning -> out.println("Warning: " + warning));
            if (!found.overlay().made().isEmpty()) {
                out.println(
                        "Made over HTTP: " + String.join(", ", found.overlay().made()));
            }
            out.printf(
                    "check: ok (%d tasks, %d batch models, %d routes)%n",
                    found.tasks().byName().size(),
                    found.overlay().models().models().size(),
                    RouteCount.in(found.routes()));
            return 0;
        }
        int count = problems.sorted().size();
        out.printf("check: %d problem%s%n", count, count == 1 ? "" : "s");
        return 1;
    }

    private static Map<String, Object> document(Problems problems, Found found, Environment environment) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ok", problems.isEmpty());
        document.put("problems", problems.sorted());
        document.put("warnings", problems.isEmpty() ? warnings(environment, found) : List.of());
        document.put("made_over_http", found.overlay().made());
        return document;
    }

    /**
     * The same before a start, before anything of it is made.
     *
     * @throws dev.caravan.config.ConfigurationProblems naming all of them, if there are any
     */
    static void refuseProblems(ConfigurableApplicationContext context) {
        Problems problems = new Problems();
        Found found = look(context.getEnvironment(), problems);
        problems.throwIfAny();
        context.getBeanFactory().registerSingleton("checkedRoutes", new CheckedRoutes(found.routes()));
    }

    private static List<String> warnings(Environment environment, Found found) {
        List<String> warnings = new ArrayList<>(found.overlay().warnings());
        warnings.addAll(vanished(environment, found.overlay().models()));
        return warnings;
    }

    /** By the lists that the last run brought home; nobody is asked. */
    private static List<String> vanished(Environment environment, Models models) {
        ModelListFiles lists = new ModelListFiles(Path.of(environment.getProperty("caravan.data", "data"), "models"));
        return models.credentials().keySet().stream()
                .flatMap(credential -> lists.read(credential).stream())
                .flatMap(list -> VanishedModels.in(list, models.models().values()).stream())
                .toList();
    }

    record Found(Overlay overlay, Tasks tasks, Path routes, Map<String, BucketSettings> buckets) {}

    static Found look(Environment environment, Problems problems) {
        Path config = Path.of(environment.getProperty("caravan.config", "config"));
        Placeholders placeholders = new Placeholders(name -> Optional.ofNullable(environment.getProperty(name)));
        ModelFiles files = ModelFiles.read(config, Protocols.installed(), placeholders, problems);
        Path data = Path.of(environment.getProperty("caravan.data", "data"));
        Overlay overlay = Overlay.read(environment, files, data, problems);
        Map<String, BucketSettings> buckets = BucketsReader.read(config, placeholders, problems);
        BucketCheck.spool(environment, problems);
        Users.read(config, problems);
        OidcReader.read(config, environment.getProperty(OidcReader.HERE), placeholders, problems);
        Tasks tasks = TasksReader.read(config, overlay.models(), problems);
        WorkspacesReader.read(config, tasks, problems);
        OutgoingHosts hosts = OutgoingHosts.read(environment, problems);
        Endpoints.read(environment, hosts, problems);
        WebhooksReader.read(config, hosts, tasks, placeholders, problems);
        Path routes = Path.of(environment.getProperty("caravan.routes", "routes"));
        new RouteLint(RouteLint.BEANS, environment::containsProperty)
                .withBuckets(BucketCheck.kinds(buckets))
                .check(routes, sinks(tasks), problems);
        return new Found(overlay, tasks, routes, buckets);
    }

    private static Set<String> sinks(Tasks tasks) {
        return tasks.byName().values().stream()
                .flatMap(task -> task.publish().sinks().stream())
                .collect(Collectors.toSet());
    }
}
