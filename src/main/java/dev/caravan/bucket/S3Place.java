package dev.caravan.bucket;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Where a connection points to, and how its errors read. */
record S3Place(String connection, String bucket, String prefix) {

    String full(String key) {
        return BucketKey.full(prefix, key);
    }

    String relative(String fullKey) {
        return fullKey.substring(prefix.length());
    }

    String uri(String key) {
        return "s3://" + bucket + "/" + BucketKey.encode(prefix + key);
    }

    IOException error(String key, SdkException e) {
        return error(key, null, e);
    }

    /** @param version that was asked for */
    IOException error(String key, @Nullable String version, SdkException e) {
        int status = e instanceof AwsServiceException service ? service.statusCode() : 0;
        if (status == BucketErrors.PRECONDITION && version != null) {
            return new BucketChangedException(uri(key), version, e);
        }
        String detail = e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorCode() + " "
                        + service.awsErrorDetails().errorMessage()
                : e.getMessage();
        return BucketErrors.of(connection, uri(key), status, detail, e);
    }
}
