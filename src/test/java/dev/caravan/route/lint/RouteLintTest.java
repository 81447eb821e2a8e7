package dev.caravan.route.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteLintTest {
    /** A good file; tests spoil one line of it at a time. */
    private static final String GOOD = """
            - routeConfiguration:
                id: errors
                description: Says what went wrong.
                onException:
                  - onException:
                      exception: [java.lang.Throwable]
                      steps:
                        - bean: {ref: trouble, method: report}
            - route:
                id: tick
                description: Wakes the work.
                routeConfigurationId: errors
                from:
                  uri: quartz:caravan/tick
                  parameters: {trigger.repeatInterval: "{{caravan.tick.every-ms:1000}}", stateful: true}
                  steps:
                    - setVariable: {name: unit, method: {ref: submit, method: claim}}
                    - filter:
                        simple: "${variable.unit.size} == 0"
                        steps:
                          - stop: {}
                    - to: {uri: direct:work}
            - route:
                id: work
                description: Works.
                errorHandler: {noErrorHandler: {}}
                from:
                  uri: direct:work
                  steps:
                    - bean: {ref: submit, method: "done(${variable.unit}, ${body})"}
            """;

    private static final RouteLint LINT =
            new RouteLint(RouteLint.BEANS, Set.of("caravan.data", "caravan.inbox", "caravan.outbox")::contains);

    @TempDir
    Path temp;

    private List<String> lint(String yaml) throws IOException {
        return lint("a.camel.yaml", yaml, Set.of());
    }

    private List<String> lint(String name, String yaml, Set<String> sinks) throws IOException {
        Files.writeString(temp.resolve(name), yaml);
        Problems problems = new Problems();
        LINT.check(temp, sinks, problems);
        String folder = temp.toString();
        return problems.sorted().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }

    private List<String> spoil(String from, String to) throws IOException {
        assertThat(GOOD).contains(from);
        return lint(GOOD.replace(from, to));
    }

    @Test
    void findsNothingInTheShippedRoutes() {
        Problems problems = new Problems();
        LINT.check(Path.of("routes"), Set.of("tickets-jsonl", "tickets-csv", "reviews-jsonl"), problems);
        assertThat(problems.sorted()).isEmpty();
    }

    @Test
    void findsNothingInTheGoodSample() throws IOException {
        assertThat(lint(GOOD)).isEmpty();
    }

    @Test
    void tellsEveryViolationAtOnce() throws IOException {
        String bad = GOOD.replace("stateful: true", "statefull: true")
                .replace("direct:work}", "direct:wrok}")
                .replace("ref: trouble", "ref: truoble");
        assertThat(lint(bad)).hasSize(4);
    }

    @Test
    void namesTheLineOfBrokenYaml() throws IOException {
        assertThat(lint("- route:\n    id: [a\n"))
                .containsExactly("This is not YAML: expected ',' or ']', but got <stream end> in a.camel.yaml:3");
    }

    @Test
    void keepsFilesSmall() throws IOException {
        assertThat(lint(GOOD + "\n".repeat(400)))
                .containsExactly("430 lines, at most 400: split the file in a.camel.yaml:401");
        StringBuilder many = new StringBuilder(GOOD);
        for (int i = 0; i < 5; i++) {
            many.append("- route:\n    id: x")
                    .append(i)
                    .append("\n    description: X.\n    errorHandler: {noErrorHandler: {}}\n")
                    .append("    from: {uri: \"direct:x")
                    .append(i)
                    .append("\", steps: [{stop: {}}]}\n");
        }
        assertThat(lint(many.toString()))
                .containsExactly("7 routes in one file, at most 6: split the file in a.camel.yaml:52");
        assertThat(spoil(
                        "        - bean: {ref: submit, method: \"done",
                        "        - log: {message: hi}\n".repeat(12) + "        - bean: {ref: submit, method: \"done"))
                .containsExactly("13 steps, at most 12: move some to a direct: route in a.camel.yaml:24");
    }

    @Test
    void allowsOnlyRoutesAtTheTop() throws IOException {
        assertThat(lint(GOOD + "- errorHandler:\n    noErrorHandler: {}\n"))
                .containsExactly("An errorHandler at the top of a file switches off onException in other files: "
                        + "set it on a route in a.camel.yaml:31");
        assertThat(lint(GOOD + "- from:\n    uri: direct:x\n    steps:\n      - stop: {}\n"))
                .contains("\"- from:\" can't stand at the top of a file in a.camel.yaml:31. "
                        + "Allowed: - route:, - routeConfiguration:");
        assertThat(lint("# why\n" + GOOD))
                .containsExactly("Visual editors drop comments: explain it in a description in a.camel.yaml:1");
    }

    @Test
    void wantsNamesAndDescriptions() throws IOException {
        assertThat(spoil("    id: tick\n", "")).containsExactly("This route has no id in a.camel.yaml:10");
        assertThat(spoil("    description: Works.\n", ""))
                .containsExactly("This route has no description in a.camel.yaml:24");
        assertThat(spoil("id: work", "id: wrok"))
                .containsExactly(
                        "The route \"wrok\" listens to direct:work: both names must be the same in a.camel.yaml:28");
        assertThat(spoil("id: tick", "id: work"))
                .containsExactly("The id \"work\" is taken by a.camel.yaml:10 in a.camel.yaml:24");
    }

    @Test
    void wantsTheCanonicalForm() throws IOException {
        assertThat(spoil("to: {uri: direct:work}", "to: direct:work"))
                .containsExactly("Short form of \"to\": write {uri: direct:work} in a.camel.yaml:22");
        assertThat(spoil("to: {uri: direct:work}", "to: {uri: \"direct:work?timeout=5\"}"))
                .containsExactly(
                        "Options behind \"?\" in a uri get lost: put them under parameters in a.camel.yaml:22");
    }

    @Test
    void asksCamelsSchema() throws IOException {
        assertThat(spoil("- stop: {}", "- stopp: {}"))
                .containsExactly(
                        "Camel does not know this: property 'stopp' is not defined in the schema and the schema "
                                + "does not allow additional properties in a.camel.yaml:21");
    }

    @Test
    void asksCamelsCatalog() throws IOException {
        assertThat(spoil("stateful: true", "stateful: true, recoverableJb: true"))
                .containsExactly("Unknown option \"recoverableJb\" of quartz in a.camel.yaml:15");
        assertThat(spoil("stateful: true", "stateful: true, fireNow: soon"))
                .containsExactly("Unknown option \"fireNow\" of quartz in a.camel.yaml:15");
        assertThat(spoil("stateful: true", "stateful: true, recoverableJob: maybe"))
                .containsExactly("\"recoverableJob: maybe\" of quartz must be true or false in a.camel.yaml:15");
        assertThat(spoil("uri: direct:work}", "uri: ftpp:host}"))
                .containsExactly("Unknown component \"ftpp\" in a.camel.yaml:22");
    }

    @Test
    void knowsTheComponentsThatAreHereAndNoOthersOfCamels() throws IOException {
        assertThat(spoil("uri: direct:work}", "uri: ftp:host}"))
                .containsExactly("Unknown component \"ftp\" in a.camel.yaml:22");
        assertThat(spoil("uri: direct:work}", "uri: https:host}")).noneMatch(line -> line.contains("component"));
    }

    @Test
    void keepsExpressionsPlain() throws IOException {
        String tooRich = " is too rich for a route in a.camel.yaml:19. Allowed: ${body}, ${header.x}, ${variable.x.y}, "
                + "${exception}, and one comparison";
        for (String bad : List.of(
                "${variable.unit.size} == 0 && ${body} == 1",
                "${variable.unit.size(3)} == 0",
                "${bean:submit.claim}",
                "${body} contains 'x'",
                "${date:now}")) {
            assertThat(spoil("${variable.unit.size} == 0", bad))
                    .containsExactly("The expression \"" + bad + "\"" + tooRich);
        }
        assertThat(spoil("simple: \"${variable.unit.size} == 0\"", "groovy: \"true\""))
                .containsExactly("The language \"groovy\" is not for routes: write simple, constant or a bean method "
                        + "in a.camel.yaml:19");
    }

    /** Nobody waits for what is tapped: it must deal with its errors itself. */
    @Test
    void whatIsTappedNeedsARouteConfiguration() throws IOException {
        String notices = Files.readString(Path.of("routes/pipeline/notices.camel.yaml"));
        String complaint =
                "A route that starts by itself needs a routeConfigurationId that deals with errors in a.camel.yaml:";
        assertThat(lint(notices)).noneMatch(one -> one.startsWith(complaint));
        assertThat(lint(notices.replace("    routeConfigurationId: notice-errors\n", "")))
                .filteredOn(one -> one.startsWith(complaint))
                .hasSize(1);
    }

    @Test
    void keepsErrorsWithTheLedger() throws IOException {
        assertThat(spoil("    errorHandler: {noErrorHandler: {}}\n", ""))
                .containsExactly(
                        "A direct: route needs \"errorHandler: {noErrorHandler: {}}\", or its errors bypass the stage "
                                + "that called it in a.camel.yaml:24");
        assertThat(spoil("    routeConfigurationId: errors\n", ""))
                .containsExactly("A route that starts by itself needs a routeConfigurationId that deals with errors "
                        + "in a.camel.yaml:10");
        assertThat(spoil(
                        "exception: [java.lang.Throwable]",
                        "exception: [java.lang.Throwable]\n          redeliveryPolicy: {maximumRedeliveries: 3}"))
                .containsExactly(
                        "\"redeliveryPolicy\": the ledger is the only retry, remove it in a.camel.yaml:7",
                        "\"maximumRedeliveries\": the ledger is the only retry, remove it in a.camel.yaml:7");
    }

    @Test
    void keepsHttpBehindItsTwoDoors() throws IOException {
        assertThat(spoil(
                        "to: {uri: direct:work}",
                        "to: {uri: \"https:api.example.com\", parameters: {logHttpActivity: true}}"))
                .containsExactly(
                        "Only the kamelets provider-call, provider-download, http-sink and webhook-call speak HTTP: send to one of them in a.camel.yaml:22",
                        "\"logHttpActivity\" writes secrets to the log, remove it in a.camel.yaml:22");
    }

    @Test
    void keepsTheOptionsThatMakeACallHappenOnce() throws IOException {
        String call = Files.readString(Path.of("routes/kamelets/provider-call.kamelet.yaml"));
        assertThat(lint(
                        "provider-call.kamelet.yaml",
                        call.replace("throwExceptionOnFailure: false", "throwExceptionOnFailure: true"),
                        Set.of()))
                .containsExactly("A call to a provider needs the parameter throwExceptionOnFailure: false "
                        + "in provider-call.kamelet.yaml:32");
    }

    @Test
    void knowsTheTrapsOfTimers() throws IOException {
        assertThat(spoil(", stateful: true", ""))
                .containsExactly("A timer needs stateful: true, or its firings overlap in a.camel.yaml:14");
        assertThat(spoil("trigger.repeatInterval: \"{{caravan.tick.every-ms:1000}}\", ", ""))
                .containsExactly("A timer needs cron or trigger.repeatInterval in a.camel.yaml:14");
    }

    @Test
    void knowsConnectionsAndChoicesOfBuckets() throws IOException {
        Files.copy(Path.of("routes/kamelets/s3-drop-source.kamelet.yaml"), temp.resolve("s3-drop-source.kamelet.yaml"));
        String route = GOOD + """
                - route:
                    id: zone
                    description: A zone.
                    routeConfigurationId: errors
                    from:
                      uri: kamelet:s3-drop-source
                      parameters: {where: exprots, after: keep}
                      steps:
                        - to: {uri: direct:work}
                """;
        Files.writeString(temp.resolve("a.camel.yaml"), route);
        Files.writeString(
                temp.resolve("b.camel.yaml"),
                route.substring(GOOD.length())
                        .replace("id: zone", "id: other")
                        .replace("exprots, after: keep", "archive, after: leave"));
        Problems problems = new Problems();
        LINT.withBuckets(Map.of("exports", "s3", "archive", "gcs")).check(temp, Set.of(), problems);
        assertThat(problems.sorted())
                .extracting(problem -> problem.toString().replace(temp + "/", ""))
                .containsExactly(
                        "\"keep\" is not allowed for \"after\" of s3-drop-source in a.camel.yaml:37. Allowed: move, tag,"
                                + " delete, leave",
                        "Unknown bucket connection \"exprots\" in a.camel.yaml:37. Known: archive, exports",
                        "The bucket connection \"archive\" is of kind gcs, not s3 in b.camel.yaml:7");
    }

    @Test
    void knowsTheTrapsOfFiles() throws IOException {
        String drop = Files.readString(Path.of("routes/kamelets/file-drop-source.kamelet.yaml"));
        assertThat(lint(
                        "file-drop-source.kamelet.yaml",
                        drop.replace("        idempotent: false\n", "").replace("readLock: changed", "readLock: none"),
                        Set.of()))
                .containsExactly(
                        "A file source needs noop: true and idempotent: false: the receive stage takes the file "
                                + "in file-drop-source.kamelet.yaml:24",
                        "A file source needs readLock: changed and readLockMinAge, or half-written files are taken "
                                + "in file-drop-source.kamelet.yaml:24");
    }

    @Test
    void knowsTheStagesThatMayBeWoken() throws IOException {
        String work = "- bean: {ref: submit, method: \"done(${variable.unit}, ${body})\"}";
        assertThat(spoil(work, "- bean: {ref: wake, method: \"stages('tick')\"}"))
                .isEmpty();
        assertThat(spoil(work, "- bean: {ref: wake, method: \"stages('tick tock')\"}"))
                .containsExactly("Unknown stage \"tock\" in a.camel.yaml:30. Known: tick");
        assertThat(spoil(work, "- bean: {ref: wake, method: \"stages('tick,')\"}"))
                .containsExactly("Unknown stage \"tick,\" in a.camel.yaml:30. Known: tick");
        assertThat(spoil(work, "- bean: {ref: wake, method: \"stages(tick)\"}"))
                .containsExactly(
                        "\"wake\" is called with names of stages, each behind quartz:caravan/ in some route: method:"
                                + " \"stages('submit assemble')\" in a.camel.yaml:30");
        assertThat(spoil(work, "- bean: {ref: wake}")).hasSize(1);
    }

    @Test
    void findsEveryReference() throws IOException {
        assertThat(spoil("uri: direct:work}", "uri: direct:wrok}"))
                .containsExactly("Unknown route \"wrok\" in a.camel.yaml:22. Known: work");
        assertThat(spoil("to: {uri: direct:work}", "toD: {uri: \"direct:${variable.unit.protocol}-find\"}"))
                .containsExactly("Unknown route \"${variable.unit.protocol}-find\" in a.camel.yaml:22. Known: work");
        assertThat(spoil("uri: direct:work}", "uri: kamelet:provder-call}"))
                .containsExactly("Unknown kamelet \"provder-call\" in a.camel.yaml:22. Known: none");
        assertThat(spoil("routeConfigurationId: errors", "routeConfigurationId: erors"))
                .containsExactly("Unknown routeConfiguration \"erors\" in a.camel.yaml:12. Known: errors");
        assertThat(spoil("{ref: submit, method: claim}", "{ref: sumbit, method: claim}")
                        .get(0))
                .startsWith("Unknown bean \"sumbit\" in a.camel.yaml:17. Known: anthropic, assemble, bedrock,");
        assertThat(spoil("{{caravan.tick.every-ms:1000}}", "{{caravan.tick.every-ms}}"))
                .containsExactly("The setting {{caravan.tick.every-ms}} has no value: give it a default as in "
                        + "{{caravan.tick.every-ms:1000}} in a.camel.yaml:15");
    }

    @Test
    void wantsARouteForEverySinkOfATask() throws IOException {
        assertThat(lint("a.camel.yaml", GOOD, Set.of("archive")))
                .containsExactly(
                        "A task publishes to the sink \"archive\", but there is no route sink-archive in sinks");
    }

    @Test
    void wantsEverySinkToSayHowItRepeats() throws IOException {
        String sink = GOOD.replace("direct:work", "direct:sink-work").replace("id: work", "id: sink-work");
        assertThat(lint(sink))
                .containsExactly(
                        "This sink does not say how it repeats: send to a sink kamelet, or call the bean publish"
                                + " first with repeats(${variable.delivery}, 'blind') in a.camel.yaml:24");
        assertThat(lint(sink.replace(
                        "- bean: {ref: submit, method: \"done",
                        "- bean: {ref: publish, method: \"repeats(${variable.delivery}, 'blind')\"}\n"
                                + "        - bean: {ref: submit, method: \"done")))
                .isEmpty();
        String kamelet = Files.readString(Path.of("routes/kamelets/jsonl-file-sink.kamelet.yaml"));
        assertThat(lint(
                                "jsonl-file-sink.kamelet.yaml",
                                kamelet.replace("method: \"repeats(", "method: \"send("),
                                Set.of())
                        .get(0))
                .startsWith("A sink kamelet must say how it repeats in jsonl-file-sink.kamelet.yaml:1.");
    }

    @Test
    void wantsAWholeConversationOfAProtocol() throws IOException {
        assertThat(lint(GOOD.replace("direct:work", "direct:toy-submit").replace("id: work", "id: toy-submit")))
                .containsExactly(
                        "The protocol toy has no route toy-find in a.camel.yaml:24",
                        "The protocol toy has no route toy-status in a.camel.yaml:24",
                        "The protocol toy has no route toy-collect in a.camel.yaml:24",
                        "The protocol toy has no route toy-cancel in a.camel.yaml:24");
    }

    @Test
    void checksKameletsAndTheirCallers() throws IOException {
        String sink = Files.readString(Path.of("routes/kamelets/jsonl-file-sink.kamelet.yaml"));
        assertThat(lint("jsonl-file-sink.kamelet.yaml", sink.replace("directory", "location"), Set.of()))
                .containsExactly("A kamelet property \"location\" is swallowed by Camel: choose another name "
                        + "in jsonl-file-sink.kamelet.yaml:13");
        Files.writeString(temp.resolve("jsonl-file-sink.kamelet.yaml"), sink);
        assertThat(spoil("uri: direct:work}", "uri: kamelet:jsonl-file-sink, parameters: {folder: out}}"))
                .containsExactly(
                        "Unknown parameter of jsonl-file-sink \"folder\" in a.camel.yaml:22. Known: directory",
                        "The kamelet jsonl-file-sink needs the parameter \"directory\" in a.camel.yaml:22");
        assertThat(spoil("uri: direct:work}", "uri: kamelet:jsonl-file-sink, parameters: {directory: a&b}}"))
                .containsExactly(
                        "Camel cuts a kamelet parameter off at \"&\": put the value into a variable in a.camel.yaml:22");
    }

    @Test
    void namesFilesThatNobodyReads() throws IOException {
        Files.writeString(temp.resolve("b.yaml"), GOOD);
        assertThat(lint(GOOD))
                .containsExactly("Nobody reads this file: its name must end in .camel.yaml or .kamelet.yaml in b.yaml");
    }
}
