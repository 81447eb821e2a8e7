package dev.caravan.console.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A field in which what is wanted is another than what somebody else made of it meanwhile; never a secret. */
record Difference(String field, String now, String yours) {

    static List<Difference> of(ObjectNode now, ObjectNode yours) {
        Set<String> names = new TreeSet<>();
        now.fieldNames().forEachRemaining(names::add);
        yours.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> !Objects.equals(now.get(name), yours.get(name)))
                .map(name -> new Difference(name, text(now.path(name)), text(yours.path(name))))
                .toList();
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.isMissingNode() ? "nothing" : value.toString();
    }
}
