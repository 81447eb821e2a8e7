package dev.caravan.console.reload;

import dev.caravan.console.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Names of files that are new, gone or not what they were. */
final class ChangedFiles {
    private static final int MOST = 50;

    private ChangedFiles() {}

    /** By name; of very many only their number. */
    static List<String> between(Map<String, String> before, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> changed = new ArrayList<>();
        for (String name : names) {
            String digest = before.get(name);
            if (digest == null) {
                changed.add(name + " (new)");
            } else if (!now.containsKey(name)) {
                changed.add(name + " (gone)");
            } else if (!digest.equals(now.get(name))) {
                changed.add(name);
            }
        }
        return changed.size() <= MOST
                ? changed
                : List.of("More than " + MOST + " files, " + Figures.count(changed.size()) + " in all");
    }
}
