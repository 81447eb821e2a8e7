package dev.caravan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What shells complete, made of what {@code help} prints: the commands, and the options that are told of each. */
final class Completion {
    private static final Pattern COMMAND = Pattern.compile("^ {2}([a-z]+) {2,}\\S.*");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z.-]*=?|(?<=\\[)-[a-z]\\b");
    private static final Pattern JSON_TAKERS = Pattern.compile("([a-z, ]+) take --json:");

    /** Bash's function; zsh has it by a part of its own that understands bash's. */
    private static final String SCRIPT = """
            # Completes caravan in bash and zsh: source <(caravan completion)
            if [ -n "${ZSH_VERSION:-}" ]; then autoload -U +X bashcompinit && bashcompinit; fi
            _caravan() {
              local word command='' before='' current="${COMP_WORDS[COMP_CWORD]}" words
              for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                if [[ $word != -* && $word != = && $before != = ]]; then command=$word; break; fi
                before=$word
              done
              case $command in
            %s  *) words='' ;;
              esac
              COMPREPLY=()
              if [[ $current != = && ${COMP_WORDS[COMP_CWORD-1]} != = ]]; then
                while IFS='' read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$current")
              fi
              if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && type compopt >/dev/null 2>&1; then
                compopt -o nospace
              fi
            }
            complete -o default -F _caravan caravan
            """;

    private Completion() {}

    static String script() {
        Map<String, Set<String>> commands = commands(Usage.TEXT);
        StringBuilder cases = new StringBuilder();
        Set<String> first = new TreeSet<>(commands.keySet());
        // What bin/caravan does by itself.
        first.add("warm-up");
        first.addAll(properties(Usage.TEXT));
        cases.append("    '') words='").append(String.join(" ", first)).append("' ;;\n");
        commands.forEach((name, options) -> cases.append("    ")
                .append(name)
                .append(") words='")
                .append(String.join(" ", options))
                .append("' ;;\n"));
        return SCRIPT.replace("%s  *)", cases + "    *)");
    }

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

    private static Set<String> properties(String usage) {
        Set<String> names = new TreeSet<>();
        usage.substring(usage.indexOf("Properties,"))
                .lines()
                .filter(line -> line.startsWith("  --"))
                .flatMap(line -> OPTION.matcher(line).results().limit(1))
                .forEach(found -> names.add(found.group()));
        return names;
    }
}
