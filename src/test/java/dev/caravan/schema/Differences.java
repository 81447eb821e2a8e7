package dev.caravan.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a schema can't say, and where it says more than the reader. Each entry must come up, or it is no difference. */
final class Differences {
    /** @param messages of one side, as a regular expression @param why the other side has nothing to say */
    private record Difference(String messages, String why) {}

    private static final List<Difference> READER = List.of(
            new Difference(
                    "\"fields\" chooses nothing", "the reader counts what is left, and asks for no least number"),
            new Difference("Unknown (batch model|credential|provider|task) .*", "names what another entry or file has"),
            new Difference("Workspace .* has no task .*|(Task .*|No task) is in workspace .*", "names what tasks say"),
            new Difference("Task .* asks for .*|Batch model .* is not for workspace .*", "depends on the batch model"),
            new Difference("Protocol .* has no batch endpoint .*", "depends on the protocol of the provider"),
            new Difference("Batch model .* asks for .*", "depends on the model"),
            new Difference("Missing key \"secret\"", "depends on how the provider authenticates"),
            new Difference(
                    "Missing setting .*|The setting .*|\".*\": \".*\" is .*",
                    "the protocol judges the settings together"),
            new Difference(".* is not in the output schema", "the output schema says it"),
            new Difference(
                    "(Echo of|Unknown) .*input field .*|\"among\" names .*", "the input says which fields there are"),
            new Difference("Can't read the (condition|rule) .*", "has a grammar of its own"),
            new Difference(
                    "\".*\" can't be the name of a field at a sink", "a field has a form only where it gets a name"),
            new Difference(
                    "Every sink of publish.to has a condition, .*|\"(otherwise|max-error)\" has no effect.*",
                    "looks at all sinks, or at the gate"),
            new Difference(
                    "\"access-key\" and \"secret-key\" belong together|A bucket of kind .*", "two keys together"),
            new Difference(
                    "Not an address to send to|.* can't be an issuer",
                    "an address has more rules than a form can say"));

    private static final List<Difference> SCHEMA = List.of(
            new Difference(
                    ".*: null found, .*",
                    "a key with nothing behind it counts as not there for the reader, and nobody means it: editors should mark it"));

    private final Set<Difference> met = new HashSet<>();

    boolean onlyTheReaderKnows(String message) {
        return explained(READER, message);
    }

    boolean onlyTheSchemaMinds(String message) {
        return explained(SCHEMA, message);
    }

    private boolean explained(List<Difference> known, String message) {
        List<Difference> fits =
                known.stream().filter(one -> message.matches(one.messages())).toList();
        met.addAll(fits);
        return !fits.isEmpty();
    }

    /** Entries that explained nothing. */
    List<String> unmet() {
        return Stream.concat(READER.stream(), SCHEMA.stream())
                .filter(one -> !met.contains(one))
                .map(one -> one.messages() + ": " + one.why())
                .toList();
    }
}
