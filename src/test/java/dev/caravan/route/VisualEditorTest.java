package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.Problems;
import dev.caravan.route.lint.RouteLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationsDefinition;
import org.apache.camel.model.RouteTemplatesDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Visual editors such as Kaoto read a file as data and write all of it anew: each key on a line of its own, keys in their own
 * order, without comments. Nothing of the shipped routes and kamelets may depend on how they are written.
 */
class VisualEditorTest {
    @TempDir
    Path folder;

    /** As an editor saves it. */
    private static String saved(String yaml) {
        DumperOptions block = new DumperOptions();
        block.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        block.setWidth(80);
        block.setIndicatorIndent(2);
        block.setIndentWithIndicator(true);
        return new Yaml(block).dump(sorted(new Yaml().load(yaml)));
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> all = new TreeMap<>();
            map.forEach((key, inner) -> all.put(String.valueOf(key), sorted(inner)));
            return all;
        }
        return value instanceof List<?> list
                ? list.stream().map(VisualEditorTest::sorted).toList()
                : value;
    }

    private List<Path> save() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                Path to = folder.resolve(Path.of("routes").relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, saved(Files.readString(file)));
                files.add(file);
            }
        }
        return files;
    }

    @Test
    void checkTakesWhatAnEditorSaves() throws IOException {
        save();
        Problems problems = new Problems();
        new RouteLint(
                        RouteLint.BEANS,
                        Set.of("caravan.data", "caravan.inbox", "caravan.outbox", "caravan.routes")::contains)
                .check(folder, Set.of(), problems);
        assertThat(problems.sorted()).isEmpty();
    }

    @Test
    void camelMakesTheSameOfIt() throws Exception {
        List<Path> files = save();
        assertThat(files).hasSizeGreaterThan(50);
        for (Path file : files) {
            String before = model(file);
            assertThat(before).as(file.toString()).containsAnyOf("<from", "<onException");
            assertThat(model(folder.resolve(Path.of("routes").relativize(file))))
                    .as(file.toString())
                    .isEqualTo(before);
        }
    }

    /** What Camel reads, as XML. */
    private static String model(Path file) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file.toAbsolutePath()));
            ModelCamelContext model = (ModelCamelContext) context;
            RoutesDefinition routes = new RoutesDefinition();
            routes.setRoutes(model.getRouteDefinitions());
            RouteTemplatesDefinition templates = new RouteTemplatesDefinition();
            templates.setRouteTemplates(model.getRouteTemplateDefinitions());
            RouteConfigurationsDefinition shared = new RouteConfigurationsDefinition();
            shared.setRouteConfigurations(model.getRouteConfigurationDefinitions());
            var dumper = PluginHelper.getModelToXMLDumper(context);
            String xml = dumper.dumpModelAsXml(context, shared)
                    + dumper.dumpModelAsXml(context, routes)
                    + dumper.dumpModelAsXml(context, templates);
            // The order of the parameters of a kamelet says nothing.
            String parameters = xml.lines()
                    .filter(line -> line.contains("<templateParameter"))
                    .sorted()
                    .collect(Collectors.joining("\n"));
            return parameters
                    + xml.lines()
                            .filter(line -> !line.contains("<templateParameter"))
                            .collect(Collectors.joining("\n"));
        }
    }
}
