package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.caravan.env.Scrape.Selector;
import dev.caravan.env.Scrape.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Metrics, alert rules, dashboards and their documents hold together, judged by what a whole Caravan tells. */
class ObservabilityTest {
    private static final Path RULES = Path.of("docker/prometheus/caravan-rules.yaml");
    private static final Path DASHBOARDS = Path.of("docker/grafana/dashboards");
    private static final Path CASES = Path.of("src/test/resources/prometheus/alerts.yaml");
    /** Of recording rules, and what the target has. */
    private static final Set<String> ALWAYS = Set.of("job", "instance", "le");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    static Path folder;

    private static Scrape scrape;

    @BeforeAll
    static void record() throws Exception {
        scrape = RecordedCaravan.scrape(folder);
    }

    private record Rule(String alert, String expression, String severity, String summary, String runbook) {}

    private static List<Rule> rules() throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode group : YAML.readTree(RULES.toFile()).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                rules.add(new Rule(
                        rule.path("alert").asText(),
                        rule.path("expr").asText(),
                        rule.at("/labels/severity").asText(),
                        rule.at("/annotations/summary").asText(),
                        rule.at("/annotations/runbook_url").asText()));
            }
        }
        return rules;
    }

    private static List<Rule> alerts() throws IOException {
        return rules().stream().filter(rule -> !rule.alert().isEmpty()).toList();
    }

    private static Map<String, String> panels() throws IOException {
        Map<String, String> panels = new TreeMap<>();
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            for (Path file : files.toList()) {
                for (JsonNode panel : YAML.readTree(file.toFile()).path("panels")) {
                    panel.path("targets")
                            .forEach(target -> panels.put(
                                    file.getFileName() + ": "
                                            + panel.path("title").asText() + " "
                                            + target.path("refId").asText(),
                                    target.path("expr").asText()));
                }
            }
        }
        return panels;
    }

    private static String anchor(String head) {
        return head.toLowerCase(Locale.ROOT);
    }

    @Test
    @DisabledIfSystemProperty(named = "skipPromtool", matches = ".*")
    void rulesAndConfigurationAreValid() throws Exception {
        assertThat(Promtool.run("check", "rules", RULES.toString())).contains("SUCCESS");
        // The key is where it is scraped, not here.
        assertThat(Promtool.run("check", "config", "--syntax-only", "docker/prometheus/prometheus-login.yml"))
                .contains("SUCCESS");
        assertThat(Promtool.run("check", "config", "docker/prometheus/prometheus.yml"))
                .contains("SUCCESS");
    }

    @Test
    @DisabledIfSystemProperty(named = "skipPromtool", matches = ".*")
    void everyPanelAsksSomethingThatPrometheusUnderstands() throws Exception {
        ObjectNode file = YAML.createObjectNode();
        ArrayNode rules =
                file.putArray("groups").addObject().put("name", "panels").putArray("rules");
        panels().values()
                .forEach(expression -> rules.addObject()
                        .put("record", "panel:" + rules.size() + ":x")
                        .put("expr", expression));
        Path all = folder.resolve("panels.yaml");
        YAML.writeValue(all.toFile(), file);
        assertThat(rules).hasSizeGreaterThan(50);
        assertThat(Promtool.run("check", "rules", all.toString())).contains("SUCCESS");
    }

    @Test
    void everySeriesThatARuleOrAPanelNamesIsTold() throws IOException {
        Map<String, String> expressions = new TreeMap<>(panels());
        for (Rule rule : rules()) {
            expressions.put("rule " + rule.alert() + rule.expression(), rule.expression());
        }
        Set<String> wrong = new TreeSet<>();
        expressions.forEach((where, expression) -> {
            Set<String> labels = new TreeSet<>(ALWAYS);
            List<Selector> read = Selector.all(expression);
            if (read.isEmpty()) {
                wrong.add(where + " reads nothing");
            }
            for (Selector one : read) {
                Set<String> known = scrape.labels(one.name());
                labels.addAll(known);
                if (!known.containsAll(one.named()) || scrape.of(one).isEmpty()) {
                    wrong.add(where + ": " + one);
                }
            }
            Matcher grouped =
                    Pattern.compile("\\b(?:by|on|group_left) \\(([^)]*)\\)").matcher(expression);
            while (grouped.find()) {
                for (String label : grouped.group(1).split(",\\s*")) {
                    if (!label.isEmpty() && !labels.contains(label)) {
                        wrong.add(where + ": by " + label);
                    }
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    @DisabledIfSystemProperty(named = "skipPromtool", matches = ".*")
    void everyAlertFiresWhenItMustAndNotWhenItNearlyWouldAndAHealthyCaravanWakesNobody() throws Exception {
        JsonNode cases = YAML.readTree(CASES.toFile());
        JsonNode healthy = cases.path("healthy");
        ObjectNode file = YAML.createObjectNode();
        file.putArray("rule_files").add(RULES.toAbsolutePath().toString());
        file.put("evaluation_interval", "1m");
        ArrayNode tests = file.putArray("tests");
        Set<String> judged = new HashSet<>();
        for (Rule rule : alerts()) {
            JsonNode one = cases.path(rule.alert());
            assertThat(one.isObject()).as("a case for " + rule.alert()).isTrue();
            judged.add(rule.alert());
            JsonNode fires = one.path("fires");
            ObjectNode test = test(tests, rule, fires, healthy);
            ObjectNode expected = ((ArrayNode) test.at("/alert_rule_test/0/exp_alerts")).addObject();
            ObjectNode labels = expected.putObject("exp_labels").put("severity", rule.severity());
            fires.path("labels").properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
            expected.putObject("exp_annotations")
                    .put("summary", filled(rule.summary(), fires.path("labels")))
                    .put("runbook_url", rule.runbook());
            test(tests, rule, one.path("quiet"), healthy);
        }
        assertThat(judged)
                .containsExactlyInAnyOrderElementsOf(() -> cases.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(name -> !name.equals("healthy"))
                        .iterator());
        ObjectNode all = test(tests, scrape.series(), healthy, List.<JsonNode>of());
        ObjectNode nothing = all.put("name", "a healthy Caravan")
                .putArray("promql_expr_test")
                .addObject();
        nothing.put("expr", "ALERTS").put("eval_time", "3h").putArray("exp_samples");
        Path written = folder.resolve("alerts-test.yaml");
        YAML.writeValue(written.toFile(), file);
        assertThat(Promtool.run("test", "rules", written.toString())).contains("SUCCESS");
    }

    private static ObjectNode test(ArrayNode tests, Rule rule, JsonNode one, JsonNode healthy) {
        Set<String> names =
                Selector.all(rule.expression()).stream().map(Selector::name).collect(Collectors.toSet());
        List<Series> read = scrape.series().stream()
                .filter(series -> names.contains(series.name()))
                .toList();
        ObjectNode test = test(tests, read, healthy, one.path("set"));
        ObjectNode look =
                test.put("name", rule.alert()).putArray("alert_rule_test").addObject();
        look.put("eval_time", one.path("at").asText()).put("alertname", rule.alert());
        look.putArray("exp_alerts");
        return test;
    }

    /** These series as they were told, but for those that being healthy, or the case, has set. */
    private static ObjectNode test(
            ArrayNode tests, List<Series> read, Iterable<JsonNode> healthy, Iterable<JsonNode> own) {
        Map<String, String> values = new TreeMap<>();
        Set<String> names = read.stream().map(Series::name).collect(Collectors.toSet());
        for (Series series : read) {
            if (!series.value().equals("NaN")) {
                values.put(series.text(), series.value() + "x500");
            }
        }
        set(values, healthy, names);
        set(values, own, names);
        ObjectNode test = tests.addObject().put("interval", "1m");
        ArrayNode input = test.putArray("input_series");
        values.forEach((series, told) -> input.addObject().put("series", series).put("values", told));
        return test;
    }

    private static void set(Map<String, String> values, Iterable<JsonNode> all, Set<String> names) {
        for (JsonNode one : all) {
            Selector selector = Selector.of(one.path("series").asText());
            List<Series> there = scrape.of(selector);
            assertThat(there).as("told: " + selector).isNotEmpty();
            if (names.contains(selector.name())) {
                there.forEach(
                        series -> values.put(series.text(), one.path("values").asText()));
            }
        }
    }

    private static String filled(String summary, JsonNode labels) {
        return Pattern.compile("\\{\\{ \\$labels\\.(\\w+) }}").matcher(summary).replaceAll(found -> {
            assertThat(labels.has(found.group(1))).as(summary).isTrue();
            return Matcher.quoteReplacement(labels.path(found.group(1)).asText());
        });
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        String runbooks = Files.readString(Path.of("docs/operations/runbooks.md"));
        Map<String, String> sections = new TreeMap<>();
        for (String section : runbooks.split("\n## ")) {
            sections.put(section.lines().findFirst().orElseThrow(), section);
        }
        sections.keySet().removeIf(head -> !head.startsWith("Caravan"));
        assertThat(sections.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        alerts().stream().map(Rule::alert).toList());
        for (Rule rule : alerts()) {
            assertThat(rule.runbook()).isEqualTo("docs/operations/runbooks.md#" + anchor(rule.alert()));
            assertThat(rule.severity()).isIn("page", "ticket");
            assertThat(sections.get(rule.alert()))
                    .contains(
                            "- **Means** (" + rule.severity() + "): ", "- **Look at** ", "- **Do**: ", "- **Else**: ");
        }
    }

    @Test
    void everyMetricIsExplainedWithItsLabelsAndNothingElseIs() throws IOException {
        Map<String, Set<String>> told = new TreeMap<>();
        for (Series series : scrape.series()) {
            if (series.name().startsWith("caravan_") && !series.name().matches(".*_(bucket|count|max)")) {
                Set<String> labels = new TreeSet<>(series.labels().keySet());
                labels.removeAll(ALWAYS);
                told.put(series.name().replaceFirst("_seconds_sum$", "_seconds"), labels);
            }
        }
        // Of a process of its own; RunningTest sees it.
        told.put("caravan_on_last_good", Set.of());
        Map<String, Set<String>> explained = new TreeMap<>();
        Pattern row = Pattern.compile("^\\| `(caravan_\\w+)(?:\\{([\\w,]+)})?` \\|", Pattern.MULTILINE);
        Matcher rows = row.matcher(Files.readString(Path.of("docs/observability.md")));
        while (rows.find()) {
            String labels = rows.group(2) == null ? "" : rows.group(2);
            explained.put(
                    rows.group(1),
                    Stream.of(labels.split(","))
                            .filter(label -> !label.isEmpty())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        assertThat(explained).isEqualTo(told);
    }

    @Test
    void everyPanelSaysWhatItShows() throws IOException {
        Set<String> uids = new HashSet<>();
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            for (Path file : files.toList()) {
                JsonNode board = YAML.readTree(file.toFile());
                assertThat(uids.add(board.path("uid").asText())).isTrue();
                assertThat(board.path("title").asText()).startsWith("Caravan: ");
                Set<Integer> ids = new HashSet<>();
                for (JsonNode panel : board.path("panels")) {
                    assertThat(ids.add(panel.path("id").asInt())).isTrue();
                    assertThat(panel.path("description").asText()).isNotBlank();
                    assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                    assertThat(panel.path("targets"))
                            .isNotEmpty()
                            .allSatisfy(target -> assertThat(
                                            target.at("/datasource/uid").asText())
                                    .isEqualTo("prometheus"));
                }
            }
        }
        assertThat(uids).hasSize(5);
    }

    @Test
    void allOfItIsSetUpByTheComposeFiles() throws IOException {
        for (String file : List.of("compose.yaml", "compose.cluster.yaml")) {
            JsonNode services = YAML.readTree(Path.of("docker", file).toFile()).path("services");
            assertThat(services.path("prometheus").path("volumes").toString())
                    .isEqualTo("[\"./prometheus:/etc/prometheus:ro\"]");
            assertThat(services.path("grafana").path("volumes").toString())
                    .isEqualTo("[\"./grafana/provisioning:/etc/grafana/provisioning:ro\","
                            + "\"./grafana/dashboards:/var/lib/grafana/dashboards:ro\"]");
        }
        assertThat(YAML.readTree(Path.of("docker/grafana/provisioning/datasources/prometheus.yaml")
                                .toFile())
                        .at("/datasources/0/uid")
                        .asText())
                .isEqualTo("prometheus");
        assertThat(YAML.readTree(Path.of("docker/grafana/provisioning/dashboards/caravan.yaml")
                                .toFile())
                        .at("/providers/0/options/path")
                        .asText())
                .isEqualTo("/var/lib/grafana/dashboards");
    }
}
