package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The contract by itself: a good OpenAPI 3.1 file, by the standard's rules and by ours. */
class ContractLintTest {
    private final Contract contract;

    ContractLintTest() throws IOException {
        this.contract = Contract.read();
    }

    @Test
    void theFileIsOpenApi() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        var read = new OpenAPIV3Parser().readLocation("src/main/resources/openapi/caravan.yaml", null, options);
        assertThat(read.getMessages()).isEmpty();
        assertThat(read.getOpenAPI().getPaths()).hasSameSizeAs(contract.root().path("paths"));
    }

    @Test
    void everyOperationSaysWhatItIsWhoMayAskAndHowItFails() {
        List<String> wrong = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        contract.root().path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        contract.operations().forEach((name, operation) -> {
            String id = operation.path("operationId").asText();
            if (!id.matches("[a-z][A-Za-z]+") || !ids.add(id)) {
                wrong.add(name + ": operationId \"" + id + "\" is none, or stands twice");
            }
            if (operation.path("summary").asText().isBlank()) {
                wrong.add(name + ": no summary");
            }
            if (!operation.path("security").isArray()) {
                wrong.add(name + ": no security");
            }
            if (operation.path("tags").size() != 1
                    || !tags.contains(operation.path("tags").path(0).asText())) {
                wrong.add(name + ": not one tag of the list");
            }
            JsonNode responses = operation.path("responses");
            boolean open = operation.path("security").isEmpty();
            if (!responses.has("401") || (!open && !responses.has("default"))) {
                wrong.add(name + ": no 401, or no default");
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
        Set<String> used = new TreeSet<>();
        contract.root().findValues("$ref").forEach(ref -> used.add(ref.asText()));
        for (String ref : used) {
            assertThat(contract.root().at(ref.substring(1)).isMissingNode())
                    .as(ref)
                    .isFalse();
        }
        contract.root().path("components").properties().forEach(kind -> {
            if (!kind.getKey().equals("securitySchemes")) {
                kind.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                name -> assertThat(used).contains("#/components/" + kind.getKey() + "/" + name));
            }
        });
    }

    @Test
    void examplesAreWhatTheirSchemasSay() {
        List<String> wrong = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        contract.root().findParents("example").forEach(place -> {
            if (place.has("schema")) {
                seen.add(1);
                contract.faults(place.get("schema"), place.get("example"))
                        .forEach(fault -> wrong.add(place.get("example") + ": " + fault));
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(seen).hasSizeGreaterThan(5);
    }
}
