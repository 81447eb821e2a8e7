package dev.caravan.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.ledger.Setups.Draft;
import dev.caravan.ledger.Setups.Entry;
import dev.caravan.ledger.Setups.KeptSecret;
import dev.caravan.ledger.Setups.Revision;
import dev.caravan.ledger.Setups.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An entry without what is secret.
 *
 * @param fields as they were given, by their names over HTTP
 * @param secrets when each was given and by whom, by its name over HTTP
 */
public record Shown(
        String name, Revision revision, ObjectNode fields, Map<String, Touch> secrets, Touch made, Touch changed) {
    private static final Set<String> ELSEWHERE = Set.of("provider", "base_url", "query", "settings");

    static Shown of(Entry entry) {
        Map<String, Touch> secrets = new TreeMap<>();
        entry.draft().secrets().forEach(secret -> secrets.put(secret.part().replace('-', '_'), secret.set()));
        return new Shown(
                entry.name(),
                entry.revision(),
                Body.read(entry.draft().body()),
                secrets,
                entry.made(),
                entry.changed());
    }

    /** Names of the fields in which two contents differ; never a value. */
    static List<String> changes(Draft before, Draft after) {
        ObjectNode was = Body.read(before.body());
        ObjectNode is = Body.read(after.body());
        Set<String> names = new TreeSet<>();
        was.fieldNames().forEachRemaining(names::add);
        is.fieldNames().forEachRemaining(names::add);
        List<String> changed = new ArrayList<>(names.stream()
                .filter(name -> !Objects.equals(was.get(name), is.get(name)))
                .toList());
        Set<String> parts = new TreeSet<>();
        before.secrets().forEach(one -> parts.add(one.part()));
        after.secrets().forEach(one -> parts.add(one.part()));
        parts.stream()
                .filter(part -> secret(before, part) != secret(after, part))
                .forEach(part -> changed.add(part.replace('-', '_')));
        return changed.isEmpty() ? List.of("nothing") : changed;
    }

    /** Whether what was sent with the credential before could not be found with it any more. */
    static boolean reachesElsewhere(List<String> changes) {
        return changes.stream().anyMatch(ELSEWHERE::contains);
    }

    /** A secret that was kept is the same object. */
    private static @Nullable KeptSecret secret(Draft draft, String part) {
        return draft.secrets().stream()
                .filter(one -> one.part().equals(part))
                .findFirst()
                .orElse(null);
    }
}
