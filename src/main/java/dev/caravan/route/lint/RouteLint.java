package dev.caravan.route.lint;

import dev.caravan.config.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks a folder of route YAML against the rules of this house. Starts nothing and calls nothing. */
public final class RouteLint {
    /** Beans that routes and kamelets may name. */
    public static final Set<String> BEANS = Set.of(
            "receive",
            "bucketZones",
            "read",
            "assemble",
            "submit",
            "poll",
            "modelLists",
            "collect",
            "twins",
            "sweep",
            "publish",
            "manifests",
            "retention",
            "erasures",
            "reruns",
            "finish",
            "samples",
            "fileSink",
            "bucketSink",
            "sqlSink",
            "httpSink",
            "kafkaSink",
            "anthropic",
            "openai",
            "mistral",
            "gemini",
            "vertex",
            "bedrock",
            "objectStore",
            "providerHttp",
            "providerHeaders",
            "providerRequest",
            "providerReply",
            "notices",
            "webhookHttp",
            "wake",
            "webhookHeaders",
            "sinkHttp",
            "sinkHeaders",
            "sinkCall",
            "taskFolder",
            "trouble");

    private final Set<String> beans;
    private final Predicate<String> properties;
    private final List<Rule> rules;

    /** @param properties whether a setting without default, such as {@code caravan.data}, has a value */
    public RouteLint(Set<String> beans, Predicate<String> properties) {
        this(
                beans,
                properties,
                List.of(
                        new SizeRule(),
                        new TopLevelRule(),
                        new NameRule(),
                        new SchemaRule(),
                        new CanonicalRule(),
                        new ExpressionRule(),
                        new ErrorRule(),
                        new DoorwayRule(),
                        new TrapRule(),
                        new KameletRule(),
                        new RepeatsRule(),
                        new ReferenceRule(),
                        new PlaceholderRule(),
                        new CatalogRule()));
    }

    private RouteLint(Set<String> beans, Predicate<String> properties, List<Rule> rules) {
        this.beans = Set.copyOf(beans);
        this.properties = properties;
        this.rules = List.copyOf(rules);
    }

    /**
     * The same, which also checks names of bucket connections.
     *
     * @param connections name → {@code s3} or {@code gcs}
     */
    public RouteLint withBuckets(Map<String, String> connections) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(new BucketRule(connections));
        return new RouteLint(beans, properties, more);
    }

    /**
     * @param routes the folder, also named in the problems
     * @param sinksWanted names of sinks that tasks publish to; each must have a route {@code sink-<name>}
     */
    public void check(Path routes, Set<String> sinksWanted, Problems problems) {
        Complaints complaints = new Complaints(problems);
        String name = routes.toString().replace('\\', '/');
        if (!Files.isDirectory(routes)) {
            problems.add(name, 0, "There is no folder of routes");
            return;
        }
        try {
            Folder folder = new Folder(name, files(routes, complaints), beans, properties, sinksWanted);
            rules.forEach(rule -> rule.check(folder, complaints));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the routes in " + name, e);
        }
    }

    private static List<RouteFile> files(Path routes, Complaints complaints) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(routes)) {
            paths = walk.filter(Files::isRegularFile).sorted().toList();
        }
        List<RouteFile> files = new ArrayList<>();
        for (Path path : paths) {
            String name = path.toString().replace('\\', '/');
            if (name.endsWith(RouteFile.ROUTES) || name.endsWith(RouteFile.KAMELET)) {
                Optional<RouteFile> file = RouteFile.read(path, name, complaints);
                file.ifPresent(files::add);
            } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                complaints.add(name, 0, "Nobody reads this file: its name must end in .camel.yaml or .kamelet.yaml");
            }
        }
        return files;
    }
}
