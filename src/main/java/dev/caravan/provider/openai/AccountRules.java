package dev.caravan.provider.openai;

import dev.caravan.model.Auth;
import dev.caravan.model.Credential;
import dev.caravan.model.Setting;
import dev.caravan.provider.DoubtSettings;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an account must be like before anything is sent to it. */
final class AccountRules {
    static final String API_VERSION = "api-version";
    private static final Pattern DATED = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(-preview)?");
    /** The v1 surface takes these words, or nothing. */
    private static final Set<String> UNDATED = Set.of("v1", "preview");

    private static final LocalDate FIRST_PREVIEW = LocalDate.of(2023, 4, 1);
    private static final LocalDate FIRST_FINAL = LocalDate.of(2024, 10, 21);

    private final Credential credential;
    private final Dialect dialect;
    private final List<String> problems = new ArrayList<>();

    private AccountRules(Credential credential) {
        this.credential = credential;
        this.dialect = new Dialect(credential.settings());
    }

    static List<String> problems(Credential credential) {
        var rules = new AccountRules(credential);
        rules.version(credential.provider().wire().query().get(API_VERSION));
        rules.entra();
        rules.doubts();
        for (Setting setting :
                List.of(OpenAiSettings.UPLOAD_FIELDS, OpenAiSettings.CREATE_FIELDS, OpenAiSettings.THINKING_FIELDS)) {
            rules.may(() -> rules.dialect.object(setting));
        }
        for (Setting setting :
                List.of(OpenAiSettings.INPUT_EXPIRES, OpenAiSettings.OUTPUT_EXPIRES, OpenAiSettings.FILE_CHECK)) {
            rules.may(() -> rules.dialect.seconds(setting));
        }
        return rules.problems;
    }

    private void may(Runnable read) {
        try {
            read.run();
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
    }

    /** Azure's batches came with previews; of the versions that are final, the first with batches is that of 2024-10-21. */
    private void version(@Nullable String version) {
        if (version == null || UNDATED.contains(version)) {
            return;
        }
        Matcher dated = DATED.matcher(version);
        LocalDate date = dated.matches() ? date(dated.group(1)) : null;
        boolean preview = date != null && dated.group(2) != null;
        boolean fine = date != null && !date.isBefore(preview ? FIRST_PREVIEW : FIRST_FINAL);
        if (!fine) {
            problems.add(
                    "The api-version \"" + version + "\" has no batches: a dated version needs the suffix -preview "
                            + "and must be 2023-04-01-preview or later, or be final and 2024-10-21 or later. A base URL that "
                            + "ends with /openai/v1 needs no api-version at all");
        }
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException notADate) {
            return null;
        }
    }

    /** Without a list that proves anything, only a person ends a doubt. */
    private void doubts() {
        if (dialect.is(OpenAiSettings.LIST, "unknown") && !DoubtSettings.holds(credential.settings())) {
            problems.add(
                    "With \"list: unknown\" nothing proves that a create in doubt was not accepted, so it may never"
                            + " be sent again by itself: set \"on-doubt: hold\"");
        }
    }

    private void entra() {
        if (credential.provider().wire().auth().scheme() != Auth.Scheme.ENTRA) {
            return;
        }
        for (Setting setting : List.of(OpenAiSettings.TENANT, OpenAiSettings.CLIENT_ID)) {
            if (dialect.text(setting).isEmpty()) {
                problems.add("Missing setting \"" + setting.name() + "\": " + setting.meaning());
            }
        }
        if (!dialect.text(OpenAiSettings.AUTHORITY).startsWith("https://")) {
            problems.add("The setting \"authority\" must be an https URL: a client secret goes there");
        }
    }
}
