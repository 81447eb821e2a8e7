package dev.caravan.simulator.bedrock;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address in S3, as far as a job may have it. */
record S3Uri(String bucket, String key) {
    private static final Pattern FORM =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([-!_*'().a-zA-Z0-9/]*))?");
    private static final int LONGEST = 1024;

    /** @param member where it stands in the request, for the error */
    static S3Uri of(String uri, String member) {
        Matcher form = FORM.matcher(uri);
        if (uri.length() > LONGEST || !form.matches()) {
            throw BedrockException.invalid(
                    "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: s3://[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9](|/[-!_*'().a-zA-Z0-9]+)*"
                            .formatted(uri, member));
        }
        return new S3Uri(String.valueOf(form.group(1)), form.group(2) == null ? "" : form.group(2));
    }

    /** Whether it names one input, not a folder of them. */
    boolean isFile() {
        return key.endsWith(".jsonl");
    }

    String name() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** The address of something in this folder. */
    S3Uri below(String path) {
        return new S3Uri(bucket, key.isEmpty() || key.endsWith("/") ? key + path : key + "/" + path);
    }
}
