package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.task.RecipeSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which fields of the results become columns: those of the schemas in their order, then any others by name. */
final class CsvColumns {
    private static final int PAGE = 1000;

    private final Ledger ledger;
    private final ObjectMapper json = new ObjectMapper();

    CsvColumns(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Made from the frozen members and content alone, so that every send gives the same file. */
    List<String> of(DeliveryInHand delivery) throws IOException {
        Set<String> fields = new LinkedHashSet<>();
        for (int recipeId : recipes(delivery.getPublication())) {
            String schema = RecipeSpec.fromJson(
                            ledger.recipes().recipe(recipeId).body())
                    .output()
                    .schema();
            if (schema != null) {
                json.readTree(schema).path("properties").fieldNames().forEachRemaining(fields::add);
            }
        }
        fields.addAll(inContent(delivery));
        return new ArrayList<>(fields);
    }

    private Set<Integer> recipes(long publicationId) {
        Set<Integer> recipes = new TreeSet<>();
        long after = 0;
        List<Member> page;
        do {
            page = ledger.publications().members(publicationId, after, PAGE);
            for (Member member : page) {
                recipes.add(member.recipeId());
                after = member.recordId();
            }
        } while (!page.isEmpty());
        return recipes;
    }

    private Set<String> inContent(DeliveryInHand delivery) throws IOException {
        Set<String> names = new TreeSet<>();
        try (MappingIterator<JsonNode> lines = json.readerFor(JsonNode.class).readValues(delivery.open())) {
            while (lines.hasNextValue()) {
                lines.nextValue().path("result").fieldNames().forEachRemaining(names::add);
            }
        }
        return names;
    }
}
