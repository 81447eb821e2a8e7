package dev.caravan.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What may stand at one place of a file, as its reader asks for it. */
public final class Shape {
    /** The step to whatever a list holds. */
    public static final String ITEM = "[]";
    /** The step to what stands under a name that people choose. */
    public static final String ANY = "*";

    /** A text that is measured: what it is, how it is written, from where to where. */
    public record Measure(String kind, String form, long least, long most) {}

    final Map<String, Shape> children = new LinkedHashMap<>();
    private final Set<String> allowed = new LinkedHashSet<>();
    private final Set<String> keyForms = new LinkedHashSet<>();
    private final Set<String> forms = new LinkedHashSet<>();
    private final Set<String> words = new LinkedHashSet<>();
    private final Set<String> instead = new LinkedHashSet<>();
    private final Set<Measure> measures = new LinkedHashSet<>();
    private final Set<Object> fallbacks = new LinkedHashSet<>();
    private boolean closed;
    private boolean mapping;
    private boolean list;
    private boolean scalar;
    private boolean filled;
    private boolean plain;
    private boolean fork;
    private boolean seen;
    private boolean missed;
    int visits;
    int requiredIn;

    void add(boolean present, Question question) {
        seen |= present;
        missed |= !present;
        mapping |= question instanceof Question.AnyKey || question instanceof Question.Mapping;
        list |= question instanceof Question.Items;
        plain |= question instanceof Question.Plain;
        fork |= question instanceof Question.Fork;
        if (question instanceof Question.Keys keys) {
            closed = true;
            mapping = true;
            allowed.addAll(keys.allowed());
        } else if (question instanceof Question.KeyForm name) {
            keyForms.add(name.form());
        } else if (question instanceof Question.Form text) {
            forms.add(text.form());
        } else if (question instanceof Question.Is alone) {
            instead.add(alone.word());
        } else if (question instanceof Question.Scalar value) {
            scalar = true;
            filled |= value.filled();
        } else if (question instanceof Question.Fallback value) {
            fallback(present, value.text());
        } else if (question instanceof Question.Words among) {
            words.addAll(among.words());
            fallback(present, among.fallback());
        } else if (question instanceof Question.Measured value) {
            measures.add(new Measure(value.kind(), value.form(), value.least(), value.most()));
            fallback(present, value.fallback());
        }
    }

    private void fallback(boolean present, Object value) {
        if (!present && value != null) {
            fallbacks.add(value);
        }
    }

    /** Its keys in the order of the reader, if it has no others. */
    public List<String> keys() {
        return List.copyOf(allowed);
    }

    public boolean closed() {
        return closed;
    }

    public boolean mapping() {
        return mapping;
    }

    public boolean list() {
        return list;
    }

    public boolean scalar() {
        return scalar;
    }

    /** Whether placeholders in it are filled. */
    public boolean filled() {
        return filled;
    }

    public boolean plain() {
        return plain;
    }

    /** What stands there; a place that was never asked for is empty. */
    public Shape child(String step) {
        return children.getOrDefault(step, new Shape());
    }

    public boolean has(String step) {
        return children.containsKey(step);
    }

    public Set<String> keyForms() {
        return keyForms;
    }

    public Set<String> forms() {
        return forms;
    }

    public Set<String> words() {
        return words;
    }

    /** Words that may stand where otherwise a list or keys are. */
    public Set<String> instead() {
        return instead;
    }

    public Set<Measure> measures() {
        return measures;
    }

    /** What counts where nothing is said: none, one, or several where it depends on something. */
    public Set<Object> fallbacks() {
        return fallbacks;
    }

    /** Whether every reader of this mapping wants the key. */
    public boolean wants(String key) {
        int times = child(key).requiredIn;
        return times > 0 && times == visits;
    }

    /** Whether the key is wanted in some of them. */
    public boolean sometimesWants(String key) {
        return child(key).requiredIn > 0 && !wants(key);
    }

    /** What the documents did not show, so that it can't be known. */
    public List<String> gaps(String path) {
        List<String> gaps = new ArrayList<>();
        for (String key : allowed) {
            String at = path.isEmpty() ? key : path + "." + key;
            Shape child = child(key);
            if (!child.mapping && !child.list && !child.scalar && !child.plain) {
                gaps.add(at + ": allowed, but nothing reads it");
            }
            if (!child.seen) {
                gaps.add(at + ": stands in no document");
            }
            if (!child.missed && !wants(key) && !path.endsWith("settings")) {
                gaps.add(at + ": is missing in no document, so what then counts is not known");
            }
        }
        if (mapping && !closed && !has(ANY)) {
            gaps.add(path + ": keys and values, but no document has any");
        }
        if (list && !has(ITEM)) {
            gaps.add(path + ": a list, but no document has one");
        }
        if (fork && (mapping ? 1 : 0) + (list ? 1 : 0) + (scalar ? 1 : 0) < 2) {
            gaps.add(path + ": may be one thing or another, and no document has the other");
        }
        if (forms.size() + measures.size() > 1 || !words.isEmpty() && !(forms.isEmpty() && measures.isEmpty())) {
            gaps.add(path + ": held to several forms: " + forms + measures + words);
        }
        children.forEach((step, child) -> gaps.addAll(child.gaps(join(path, step))));
        return gaps;
    }

    /** A path and one more step, as descriptions are keyed. */
    public static String join(String path, String step) {
        return step.equals(ITEM) || path.isEmpty() ? path + step : path + "." + step;
    }
}
