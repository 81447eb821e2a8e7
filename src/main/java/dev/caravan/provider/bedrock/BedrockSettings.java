package dev.caravan.provider.bedrock;

import dev.caravan.model.Credential;
import dev.caravan.model.Setting;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an account at Amazon must say of itself. */
final class BedrockSettings {
    static final String INPUT = "input";
    static final String OUTPUT = "output";
    static final String ROLE = "role-arn";
    static final String OWNER = "bucket-owner";
    static final String KMS_KEY = "kms-key";
    static final String HOURS = "timeout-hours";
    static final String REGION = "region";
    static final String ACCESS_KEY = "access-key";
    static final String ASSUME_ROLE = "assume-role";
    static final String S3_URL = "s3-url";
    static final String RUNTIME_URL = "runtime-url";
    static final String FAMILY = "family";

    static final List<Setting> ALL = List.of(
            Setting.required(INPUT, "Where request files go: s3://bucket/prefix/"),
            Setting.required(
                    OUTPUT, "Where Bedrock writes results: s3://bucket/prefix/, another prefix than the input's"),
            Setting.required(ROLE, "The role that Bedrock assumes to read and write the buckets"),
            Setting.of(OWNER, "", "Account number that owns the buckets, where it is another"),
            Setting.of(KMS_KEY, "", "KMS key for the results"),
            Setting.of(HOURS, "72", "Hours after which a job ends by itself, 24 to 168"),
            Setting.of(REGION, "", "AWS region; by default the one in the host of base-url"),
            Setting.of(
                    ACCESS_KEY, "", "Access key id that belongs to the secret; without both, the AWS credential chain"),
            Setting.of(ASSUME_ROLE, "", "Role to assume for every call"),
            Setting.of(S3_URL, "", "Another address of S3, path style"),
            Setting.of(
                    RUNTIME_URL,
                    "",
                    "Address for real-time calls; by default the base URL with bedrock-runtime in the place of bedrock"),
            Setting.oneOf(
                    FAMILY,
                    List.of(Family.BY_MODEL, "claude", "nova", "llama", "titan", "cohere"),
                    "Request format of the models where their ids do not tell"));

    private static final Pattern HOST =
            Pattern.compile("bedrock(?:-fips)?\\.([a-z]{2}(?:-[a-z]+)+-\\d)\\.amazonaws\\.com(?:\\.cn)?");
    private static final Pattern REGIONS = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
    private static final Pattern ROLES = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");

    private BedrockSettings() {}

    /** Empty if neither the setting nor the host says it. */
    static String region(Map<String, String> settings, String baseUrl) {
        String region = settings.getOrDefault(REGION, "");
        if (!region.isEmpty()) {
            return region;
        }
        String host = baseUrl.isEmpty() ? null : URI.create(baseUrl).getHost();
        Matcher matcher = HOST.matcher(host == null ? "" : host);
        return matcher.matches() ? matcher.group(1) : "";
    }

    static List<String> problems(Credential credential) {
        Map<String, String> settings = credential.settings();
        List<String> problems = new ArrayList<>();
        place(INPUT, settings, problems);
        place(OUTPUT, settings, problems);
        if (settings.getOrDefault(INPUT, "").equals(settings.getOrDefault(OUTPUT, "-"))) {
            problems.add("\"output\" must be another prefix than \"input\"");
        }
        if (!REGIONS.matcher(region(settings, credential.baseUrl())).matches()) {
            problems.add(
                    "The region is not known: set base-url to https://bedrock.<region>.amazonaws.com, or set \"region\"");
        }
        fits(ROLE, settings, ROLES, "a role such as arn:aws:iam::111122223333:role/batch", problems);
        fits(ASSUME_ROLE, settings, ROLES, "a role such as arn:aws:iam::111122223333:role/caravan", problems);
        fits(OWNER, settings, Pattern.compile("\\d{12}"), "an account number of 12 digits", problems);
        fits(
                HOURS,
                settings,
                Pattern.compile("2[4-9]|[3-9]\\d|1[0-5]\\d|16[0-8]"),
                "a number from 24 to 168",
                problems);
        Pattern address = Pattern.compile("https?://[^\\s?#]+");
        fits(S3_URL, settings, address, "an address such as https://s3.example.org", problems);
        fits(
                RUNTIME_URL,
                settings,
                address,
                "an address such as https://bedrock-runtime.us-east-1.amazonaws.com",
                problems);
        return problems;
    }

    private static void place(String name, Map<String, String> settings, List<String> problems) {
        String uri = settings.getOrDefault(name, "");
        if (!uri.isEmpty() && !S3Place.isOne(uri)) {
            problems.add("\"" + name + "\": \"" + uri + "\" is no place in S3 such as s3://bucket/prefix/");
        }
    }

    private static void fits(
            String name, Map<String, String> settings, Pattern pattern, String what, List<String> problems) {
        String value = settings.getOrDefault(name, "");
        if (!value.isEmpty() && !pattern.matcher(value).matches()) {
            problems.add("\"" + name + "\": \"" + value + "\" is not " + what);
        }
    }
}
