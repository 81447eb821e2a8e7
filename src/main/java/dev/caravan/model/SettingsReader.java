package dev.caravan.model;

import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the settings of a protocol, of which each credential has all. */
final class SettingsReader {
    private SettingsReader() {}

    /** What is given here; the rest keeps its standard. */
    static Map<String, String> read(YamlMap given, List<Setting> known) {
        Map<String, String> settings = new HashMap<>();
        given.allow(known.stream().map(Setting::name).toArray(String[]::new));
        for (Setting setting : known) {
            YamlValue value = given.get(setting.name());
            value.text().ifPresent(text -> {
                if (!setting.allowed().isEmpty() && !value.among(text, setting.allowed())) {
                    value.problem(
                            "\"" + text + "\" is not allowed for \"" + setting.name() + "\": " + setting.meaning(),
                            Suggestion.allowed(text, setting.allowed()));
                }
                settings.put(setting.name(), text);
            });
        }
        return settings;
    }

    /** Every setting: what the credential says, else its provider, else the standard. */
    static Map<String, String> complete(
            YamlMap given, Map<String, String> provider, List<Setting> known, YamlValue where) {
        Map<String, String> settings = new HashMap<>();
        known.forEach(setting -> settings.put(setting.name(), setting.standard()));
        settings.putAll(provider);
        settings.putAll(read(given, known));
        for (Setting setting : known) {
            if (setting.required() && settings.getOrDefault(setting.name(), "").isBlank()) {
                where.problem("Missing setting \"" + setting.name() + "\"", setting.meaning());
            }
        }
        return settings;
    }
}
