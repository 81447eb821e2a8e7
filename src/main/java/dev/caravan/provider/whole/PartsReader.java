package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.whole.Chat.Image;
import dev.caravan.provider.whole.Chat.Part;
import dev.caravan.provider.whole.Chat.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the content of a message: a text, or a list of parts. */
final class PartsReader {
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final Takes takes;
    private final Refusals refused;

    PartsReader(Takes takes, Refusals refused) {
        this.takes = takes;
        this.refused = refused;
    }

    /** Where only text may be: its parts joined. */
    String text(JsonNode content, String path) {
        return read(content, path, false).stream()
                .map(part -> part instanceof Text text ? text.text() : "")
                .collect(Collectors.joining());
    }

    List<Part> read(JsonNode content, String path) {
        return read(content, path, true);
    }

    private List<Part> read(JsonNode content, String path, boolean images) {
        if (content.isTextual()) {
            return content.asText().isEmpty() ? List.of() : List.of(new Text(content.asText()));
        }
        if (!content.isArray()) {
            refused.add(path, "must be a text or a list of parts");
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            Part part = part(content.path(i), path + "[" + i + "]", images);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private @Nullable Part part(JsonNode part, String path, boolean images) {
        String type = part.path("type").asText("");
        switch (type) {
            case "text", "refusal" -> {
                refused.unknown(part, path, Set.of("type", type));
                if (!part.path(type).isTextual()) {
                    refused.add(path + "." + type, "must be a text");
                }
                String text = part.path(type).asText("");
                return text.isEmpty() ? null : new Text(text);
            }
            case "image_url" -> {
                if (!images) {
                    refused.add(path + ".type", "only text may be here");
                    return null;
                }
                refused.unknown(part, path, Set.of("type", "image_url"));
                return image(part.path("image_url"), path + ".image_url");
            }
            default -> {
                refused.unsupported(path + ".type", "parts are text and image_url, not \"" + type + "\"");
                return null;
            }
        }
    }

    /** How closely to look ({@code detail}) is left to the provider where it says auto. */
    private @Nullable Image image(JsonNode image, String path) {
        String url = image.isTextual() ? image.asText() : image.path("url").asText("");
        String detail = image.path("detail").asText("auto");
        if (!detail.equals("auto")) {
            refused.unsupported(path + ".detail", "leave it out, or say auto");
        }
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            return inline(url, path + ".url");
        }
        if (!url.startsWith("https://") && !url.startsWith("http://")) {
            refused.add(path + ".url", "must be a data: URL or an address that begins with https://");
            return null;
        }
        if (!takes.has("image_url")) {
            refused.unsupported(
                    path + ".url", "it " + (takes.has("image") ? "takes images only as data: URLs" : "sees no images"));
            return null;
        }
        return new Image(null, url);
    }

    private @Nullable Image inline(String url, String path) {
        int comma = url.indexOf(',');
        String head = comma < 0 ? "" : url.substring(5, comma).toLowerCase(Locale.ROOT);
        if (!takes.has("image")) {
            refused.unsupported(path, "it sees no images");
            return null;
        }
        String type = head.endsWith(";base64") ? head.substring(0, head.length() - ";base64".length()) : "";
        if (!TYPES.contains(type)) {
            refused.add(path, "a data: URL must be data:image/png;base64,… (or jpeg, gif, webp)");
            return null;
        }
        if (!isBase64(url, comma + 1)) {
            refused.add(path, "what stands behind base64, is not base64");
            return null;
        }
        return new Image(type, url.substring(comma + 1));
    }

    /** Looked at, not decoded: an image may be megabytes. */
    private static boolean isBase64(String text, int from) {
        int end = text.length();
        while (end > from && text.length() - end < 2 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && c != '+' && c != '/') {
                return false;
            }
        }
        return end > from && (text.length() - from) % 4 == 0;
    }
}
