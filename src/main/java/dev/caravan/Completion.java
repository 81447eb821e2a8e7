package dev.caravan;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What shells complete, made of what {@code help} prints: the commands, and the options that are told of each. */
final class Completion {
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
        Map<String, Set<String>> commands = Told.commands(Usage.TEXT);
        StringBuilder cases = new StringBuilder();
        Set<String> first = new TreeSet<>(commands.keySet());
        // What bin/caravan does by itself.
        first.add("warm-up");
        first.addAll(Told.properties(Usage.TEXT));
        cases.append("    '') words='").append(String.join(" ", first)).append("' ;;\n");
        commands.forEach((name, options) -> cases.append("    ")
                .append(name)
                .append(") words='")
                .append(String.join(" ", options))
                .append("' ;;\n"));
        return SCRIPT.replace("%s  *)", cases + "    *)");
    }
}
