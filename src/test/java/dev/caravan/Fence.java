package dev.caravan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a document between two lines of three backticks, without the indent that a list gives it.
 *
 * @param line where it begins, from 1
 * @param info what stands behind the backticks: a language, and sometimes which file or thing of Caravan's it shows
 */
public record Fence(Path document, int line, String info, String body) {
    private static final Pattern FENCE = Pattern.compile("(?ms)^( *)```([^\n`]*)\n(.*?)^ *```$");
    private static final Pattern PART = Pattern.compile("# ((?:config/)?(?:tasks/[a-z-]+/)?[a-z]+\\.yaml)\\b.*");

    static List<Fence> of(Path document, String text) {
        List<Fence> fences = new ArrayList<>();
        Matcher fence = FENCE.matcher(text);
        while (fence.find()) {
            int line = (int) text.substring(0, fence.start()).lines().count() + 1;
            String body = fence.group(3).replaceAll("(?m)^" + fence.group(1), "");
            fences.add(new Fence(document, line, fence.group(2).strip(), body));
        }
        return fences;
    }

    /** The text of a document between its blocks. */
    static String without(String text) {
        return FENCE.matcher(text).replaceAll("");
    }

    public String language() {
        return info.replaceFirst(" .*", "");
    }

    /** What it shows, if the document says so. */
    public String marker() {
        return info.contains(" ") ? info.replaceFirst("\\S+ +", "") : "";
    }

    /** The files that one block shows one below the other, each under a comment that begins with its name. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        String name = marker();
        StringBuilder text = new StringBuilder();
        for (String row : body.lines().toList()) {
            Matcher begins = PART.matcher(row);
            if (begins.matches()) {
                part(parts, name, text.toString());
                name = begins.group(1);
                text.setLength(0);
            }
            text.append(row).append('\n');
        }
        part(parts, name, text.toString());
        return parts;
    }

    private void part(List<Part> parts, String name, String text) {
        if (!text.isBlank()) {
            parts.add(new Part(this, Optional.of(name).filter(named -> !named.isEmpty()), text));
        }
    }

    @Override
    public String toString() {
        return document + ":" + line;
    }

    /** @param file as the document names it, from the installation */
    public record Part(Fence fence, Optional<String> file, String text) {}
}
