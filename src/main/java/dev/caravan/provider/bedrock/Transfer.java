package dev.caravan.provider.bedrock;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** One object on its way to or from S3, for the kamelets s3-put and s3-get. Used by one thread. */
public final class Transfer {
    private final S3Place place;
    private final String account;
    private final S3Client client;
    private final long length;
    private final Source source;
    private @Nullable Exception trouble;

    /** Opens what is to be uploaded. */
    interface Source {
        InputStream open() throws IOException;
    }

    Transfer(S3Place place, String account, S3Client client, long length, Source source) {
        this.place = place;
        this.account = account;
        this.client = client;
        this.length = length;
        this.source = source;
    }

    public String getBucket() {
        return place.bucket();
    }

    public String getKey() {
        return place.key();
    }

    /** Name of the account; one client for each. */
    public String getAccount() {
        return account;
    }

    public S3Client client() {
        return client;
    }

    /** Bytes to upload; 0 for a download. */
    public long length() {
        return length;
    }

    public InputStream open() throws IOException {
        return source.open();
    }

    /** S3 did not take or give the object. */
    public void failed(Exception why) {
        trouble = why;
    }

    /** Not named after {@link #failed}: a route that asked for the one would call the other. */
    public boolean isGood() {
        return trouble == null;
    }

    @Nullable
    Exception trouble() {
        return trouble;
    }

    S3Place place() {
        return place;
    }
}
