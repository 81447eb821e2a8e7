package dev.caravan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of the command line that {@code help} tells of. */
final class Told {
    private static final Pattern COMMAND = Pattern.compile("^ {2}([a-z]+) {2,}\\S.*");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z.-]*=?|(?<=\\[)-[a-z]\\b");
    private static final Pattern JSON_TAKERS = Pattern.compile("([a-z, ]+) take --json:");

    private Told() {}

    /** Commands with their options, in the order of the text. */
    static Map<String, Set<String>> commands(String usage) {
        Map<String, Set<String>> commands = new LinkedHashMap<>();
        String part = usage.substring(usage.indexOf("Commands\n"), usage.indexOf("Properties,"));
        Set<String> options = new TreeSet<>();
        for (String line : part.lines().toList()) {
            Matcher command = COMMAND.matcher(line);
            if (command.matches()) {
                options = new TreeSet<>();
                commands.put(command.group(1), options);
            }
            OPTION.matcher(line).results().map(found -> found.group()).forEach(options::add);
        }
        Matcher json = JSON_TAKERS.matcher(usage.replaceAll("\\s+", " "));
        if (json.find()) {
            for (String name : json.group(1).strip().split(", ")) {
                commands.getOrDefault(name, new TreeSet<>()).add("--json");
            }
        }
        // Every command that works on an installation takes what says where it is.
        commands.values().forEach(all -> all.addAll(places(usage)));
        return commands;
    }

    private static Set<String> places(String usage) {
        Set<String> places = properties(usage);
        places.removeIf(name -> !name.matches("--caravan\\.(config|routes|data)="));
        return places;
    }

    static Set<String> properties(String usage) {
        Set<String> names = new TreeSet<>();
        usage.substring(usage.indexOf("Properties,"))
                .lines()
                .filter(line -> line.startsWith("  --"))
                .flatMap(line -> OPTION.matcher(line).results().limit(1))
                .forEach(found -> names.add(found.group()));
        return names;
    }
}
