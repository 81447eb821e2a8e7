package dev.caravan.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.ledger.Setups;
import dev.caravan.ledger.Setups.Draft;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a batch model of what came over HTTP, as far as it can be judged by itself. */
final class ModelDraft {
    private static final Set<String> FIELDS =
            Set.of("credential", "model", "endpoint", "thinking", "parameters", "too_few", "workspaces");
    /** Some providers want it in the path of a call. */
    private static final Pattern MODEL = Pattern.compile("(?!.*(\\.\\.|//))[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}");

    private static final Pattern THINKING = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private ModelDraft() {}

    static Draft of(String name, ObjectNode json) throws RefusedSetupException {
        Wanted wanted = new Wanted(json, FIELDS);
        wanted.text("credential");
        wanted.text("endpoint");
        matches(wanted, "model", MODEL, "must be the name of a model as its provider writes it");
        matches(wanted, "thinking", THINKING, "must be a word such as low");
        for (String field : List.of("parameters", "too_few")) {
            if (wanted.has(field) && !wanted.get(field).isObject()) {
                wanted.wrong(field, "must be an object");
            }
        }
        JsonNode parameters = wanted.get("parameters");
        if (parameters.toString().chars().anyMatch(c -> c == 0x7f || (c >= 0x80 && c < 0xa0))) {
            wanted.wrong("parameters", "can't hold control characters");
        }
        wanted.plainInside("too_few");
        if (wanted.names("workspaces") && !wanted.get("workspaces").isArray()) {
            wanted.wrong("workspaces", "must be a list. Leave it out: that is all of them");
        }
        wanted.plainInside("workspaces");
        wanted.throwIfWrong();
        return new Draft(Setups.Kind.MODEL, name, new Body(json).text(), List.of());
    }

    private static void matches(Wanted wanted, String field, Pattern pattern, String reason) {
        String text = wanted.text(field);
        if (!text.isEmpty() && !pattern.matcher(text).matches()) {
            wanted.wrong(field, reason);
        }
    }
}
