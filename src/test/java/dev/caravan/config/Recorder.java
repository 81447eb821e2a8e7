package dev.caravan.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Problems that remember what the readers asked, file by file: from it comes the shape of the file. */
public final class Recorder extends Problems {
    private record Heard(Trail where, boolean present, Question question) {}

    private final Map<String, List<Heard>> byFile = new LinkedHashMap<>();

    @Override
    void asked(String file, Trail where, boolean present, Question question) {
        byFile.computeIfAbsent(file, any -> new ArrayList<>()).add(new Heard(where, present, question));
    }

    /** What all files together are that are called so. */
    public Shape shape(Predicate<String> file) {
        Shape top = new Shape();
        byFile.forEach((name, heard) -> {
            if (file.test(name)) {
                add(heard, top);
            }
        });
        return top;
    }

    private static void add(List<Heard> heard, Shape top) {
        Set<Trail> closed = new LinkedHashSet<>();
        Set<Trail> open = new LinkedHashSet<>();
        for (Heard one : heard) {
            if (one.question() instanceof Question.Keys) {
                closed.add(one.where());
            } else if (one.question() instanceof Question.AnyKey) {
                open.add(one.where());
            }
        }
        open.removeAll(closed);
        Map<Trail, Shape> places = new LinkedHashMap<>();
        for (Heard one : heard) {
            place(one.where(), top, open, places).add(one.present(), one.question());
        }
        Set<Trail> required = new LinkedHashSet<>();
        for (Heard one : heard) {
            if (one.question() instanceof Question.Required) {
                required.add(one.where());
            }
        }
        closed.forEach(map -> places.get(map).visits++);
        for (Trail one : required) {
            if (closed.contains(one.above())) {
                places.get(one).requiredIn++;
            }
        }
    }

    private static Shape place(Trail where, Shape top, Set<Trail> open, Map<Trail, Shape> places) {
        Shape known = places.get(where);
        if (known != null) {
            return known;
        }
        Trail above = where.above();
        Shape place = top;
        if (above != null) {
            Shape parent = place(above, top, open, places);
            String step = where.step().startsWith("[") ? Shape.ITEM : open.contains(above) ? Shape.ANY : where.step();
            place = parent.children.computeIfAbsent(step, any -> new Shape());
        }
        places.put(where, place);
        return place;
    }
}
