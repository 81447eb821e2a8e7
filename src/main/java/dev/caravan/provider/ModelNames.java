package dev.caravan.provider;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Compares the name of a model in {@code models.yaml} with those that a provider lists. A provider may list a model by its
 * dated name and take it by its plain one, or below a path, or without the region that a profile has.
 */
final class ModelNames {
    private static final Pattern REGION = Pattern.compile("^(us|us-gov|eu|apac|jp|au|ca|global)\\.");
    private static final Pattern EDITION =
            Pattern.compile("[-@:](latest|\\d{4}-\\d{2}-\\d{2}|\\d{2}-\\d{4}|\\d{3,8}|v\\d+(:\\d+)?.*)");

    private ModelNames() {}

    static boolean listed(String model, Collection<String> names) {
        if (model.startsWith("arn:") || names.contains(model)) {
            return true;
        }
        String wanted = plain(model);
        return names.stream().map(ModelNames::plain).anyMatch(name -> edition(name, wanted) || edition(wanted, name));
    }

    /** Whether the name is one of these, written otherwise: below a path, or in capitals. */
    static boolean same(String name, Collection<String> names) {
        String wanted = plain(name);
        return names.stream().map(ModelNames::plain).anyMatch(wanted::equals);
    }

    private static boolean edition(String longer, String name) {
        return longer.equals(name)
                || longer.startsWith(name)
                        && EDITION.matcher(longer.substring(name.length())).matches();
    }

    private static String plain(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return REGION.matcher(last).replaceFirst("").replaceFirst("-latest$", "");
    }
}
