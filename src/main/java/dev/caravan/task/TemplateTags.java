package dev.caravan.task;

import java.util.ArrayList;
import java.util.List;

/** The tags of a prompt template, in order. */
final class TemplateTags {
    private TemplateTags() {}

    /**
     * One <code>{{…}}</code>.
     *
     * @param kind {@code v} for a plain variable, else the sign after the braces: one of <code># ^ / ! &gt; &amp; = {</code>
     * @param depth how many sections it stands in
     */
    record Tag(char kind, String name, int from, int to, int line, int depth) {
        boolean isVariable() {
            return kind == 'v';
        }
    }

    /** @throws TemplateException where a tag has no end or no name */
    static List<Tag> of(String template) {
        List<Tag> tags = new ArrayList<>();
        int depth = 0;
        for (int from = template.indexOf("{{"); from >= 0; ) {
            int line = 1
                    + (int) template.substring(0, from)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            char sign = from + 2 < template.length() ? template.charAt(from + 2) : ' ';
            boolean variable = "#^/!>&={".indexOf(sign) < 0;
            String close = sign == '{' ? "}}}" : "}}";
            int end = template.indexOf(close, from + 2);
            if (end < 0) {
                throw new TemplateException(line, "{{ without " + close);
            }
            String name = template.substring(from + (variable ? 2 : 3), end).strip();
            if (sign != '!' && (name.isEmpty() || name.indexOf('\n') >= 0 || name.indexOf('{') >= 0)) {
                throw new TemplateException(
                        line, "{{" + name.lines().findFirst().orElse("") + " is not a field name");
            }
            depth -= sign == '/' ? 1 : 0;
            int to = end + close.length();
            tags.add(new Tag(variable ? 'v' : sign, name, from, to, line, depth));
            depth += sign == '#' || sign == '^' ? 1 : 0;
            from = template.indexOf("{{", to);
        }
        return tags;
    }

    /** Something wrong in a template. */
    static final class TemplateException extends RuntimeException {
        private static final long serialVersionUID = 1;

        final int line;

        TemplateException(int line, String message) {
            super(message);
            this.line = line;
        }
    }
}
