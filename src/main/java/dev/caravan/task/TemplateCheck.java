package dev.caravan.task;

import com.samskivert.mustache.MustacheException;
import dev.caravan.config.Problems;
import dev.caravan.config.Suggestion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Checks a prompt template: well formed, and no field that is not declared, which would silently render as nothing. */
final class TemplateCheck {
    private final String file;
    private final Set<String> declared;
    private final Problems problems;

    TemplateCheck(String file, Set<String> declared, Problems problems) {
        this.file = file;
        this.declared = declared;
        this.problems = problems;
    }

    void check(String template) {
        try {
            List<TemplateTags.Tag> tags = TemplateTags.of(template);
            Deque<TemplateTags.Tag> open = new ArrayDeque<>();
            tags.forEach(tag -> check(tag, open));
            open.forEach(tag -> problems.add(file, tag.line(), "{{#" + tag.name() + "}} is never closed"));
            if (problems.sorted().stream().noneMatch(problem -> problem.file().equals(file))) {
                PromptTemplates.compile(new Task.Prompt("", template));
            }
        } catch (TemplateTags.TemplateException e) {
            problems.add(file, e.line, "Broken template: " + e.getMessage());
        } catch (MustacheException e) {
            problems.add(file, 0, "Broken template: " + e.getMessage());
        }
    }

    /** Whether every prompt of the template shows the nonce: inside a section it may be left out. */
    static boolean showsNonce(String template) {
        try {
            return TemplateTags.of(template).stream()
                    .anyMatch(tag ->
                            tag.isVariable() && tag.depth() == 0 && tag.name().equals(Task.Output.NONCE));
        } catch (TemplateTags.TemplateException broken) {
            // Told already, and one problem is enough.
            return true;
        }
    }

    private void check(TemplateTags.Tag tag, Deque<TemplateTags.Tag> open) {
        switch (tag.kind()) {
            case '>', '=' ->
                problems.add(
                        file,
                        tag.line(),
                        "{{" + tag.kind() + tag.name() + "}} is not supported",
                        "Use {{field}}, {{#field}}…{{/field}} and {{^field}}…{{/field}}");
            case '/' -> {
                TemplateTags.Tag begin = open.poll();
                if (begin == null || !begin.name().equals(tag.name())) {
                    problems.add(file, tag.line(), "{{/" + tag.name() + "}} closes nothing");
                }
            }
            case '!' -> {}
            default -> {
                field(tag);
                if (tag.kind() == '#' || tag.kind() == '^') {
                    open.push(tag);
                }
            }
        }
    }

    /** Inside a section a name may belong to the items of a list, which nobody declares. */
    private void field(TemplateTags.Tag tag) {
        if (tag.name().equals(Task.Output.NONCE) && !declared.contains(Task.Output.NONCE)) {
            problems.add(
                    file,
                    tag.line(),
                    "There is no nonce here",
                    "It stands in user.md, once output.echo names the field that repeats it: echo: {nonce: caravan.nonce}");
            return;
        }
        int dot = tag.name().indexOf('.');
        String field = dot > 0 ? tag.name().substring(0, dot) : tag.name();
        if (tag.depth() == 0 && !declared.contains(field) && !declared.contains(tag.name())) {
            problems.add(
                    file,
                    tag.line(),
                    "Unknown field \"" + field + "\"",
                    "Declare it in task.yaml under input (required or optional). "
                            + Suggestion.allowed(field, declared));
        }
    }
}
