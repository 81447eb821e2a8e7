package dev.caravan.submission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fields of an operation as its task gets them. A map of entities becomes a list, which prompts can go through. */
final class OperationFields {
    private static final int MOST_TOKENS = 1_000_000;
    private static final int MOST_NAME = 256;
    private static final int MOST_FOUND = 1_000_000;

    private final FieldCheck check;

    OperationFields(FieldCheck check) {
        this.check = check;
    }

    SortedMap<String, Object> of(Operation operation, SortedMap<String, Object> body) throws RefusedSubmission {
        SortedMap<String, Object> row = new TreeMap<>();
        row.put("text", check.text("body.text", body.get("text")));
        switch (operation) {
            case EXTRACT -> {
                row.put("entities", entities(check.object("body.entities", body.get("entities"))));
                optional("instruction", "instruction", body, row);
            }
            case SUMMARIZE -> {
                optional("instructions", "instructions", body, row);
                if (body.containsKey("max_tokens")) {
                    row.put("max_tokens", check.whole("body.max_tokens", body.get("max_tokens"), 1, MOST_TOKENS));
                }
            }
            case CLASSIFY -> {
                row.put("labels", labels(check.list("body.labels", body.get("labels"))));
                if (body.containsKey("system_prompt") && body.containsKey("instructions")) {
                    throw check.wrong("body.system_prompt", "says the same as body.instructions: send one of them");
                }
                optional("system_prompt", "instructions", body, row);
                optional("instructions", "instructions", body, row);
            }
        }
        return row;
    }

    private void optional(String field, String as, Map<String, Object> body, Map<String, Object> row)
            throws RefusedSubmission {
        if (body.containsKey(field)) {
            row.put(as, check.text("body." + field, body.get(field)));
        }
    }

    private List<Object> entities(SortedMap<String, Object> given) throws RefusedSubmission {
        if (given.isEmpty()) {
            throw check.wrong("body.entities", "names no entity");
        }
        List<Object> list = new ArrayList<>();
        for (Map.Entry<String, Object> one : given.entrySet()) {
            String field = "body.entities." + FieldCheck.brief(one.getKey());
            SortedMap<String, Object> entity = new TreeMap<>();
            entity.put("name", name(field, one.getKey()));
            if (one.getValue() instanceof String) {
                entity.put("description", check.text(field, one.getValue()));
            } else {
                SortedMap<String, Object> rules = check.object(field, one.getValue());
                check.allow(field + ".", rules, Set.of("description", "threshold", "top_n"));
                entity.put("description", check.text(field + ".description", rules.get("description")));
                if (rules.containsKey("threshold")) {
                    entity.put("threshold", check.share(field + ".threshold", rules.get("threshold")));
                }
                if (rules.containsKey("top_n")) {
                    entity.put("top_n", check.whole(field + ".top_n", rules.get("top_n"), 0, MOST_FOUND));
                }
            }
            list.add(entity);
        }
        return list;
    }

    private List<Object> labels(List<?> given) throws RefusedSubmission {
        List<Object> list = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object one : given) {
            String field = "body.labels[" + list.size() + "]";
            SortedMap<String, Object> label = check.object(field, one);
            check.allow(field + ".", label, Set.of("name", "rubric"));
            String name = name(field + ".name", check.text(field + ".name", label.get("name")));
            check.text(field + ".rubric", label.get("rubric"));
            if (!names.add(name)) {
                throw check.wrong(
                        field + ".name", "is the name of an earlier label: \"" + FieldCheck.brief(name) + "\"");
            }
            list.add(label);
        }
        return list;
    }

    /** It stands in a line of the prompt and in the answer. */
    private String name(String field, String name) throws RefusedSubmission {
        if (name.isBlank() || name.length() > MOST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw check.wrong(
                    field, "a name has 1 to " + MOST_NAME + " characters, none of them a line end or the like");
        }
        return name;
    }
}
