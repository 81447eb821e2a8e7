package dev.caravan.provider;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attempt to create a batch at a provider, as a conversation sees it. Every step is in the ledger when it returns. */
public interface CreateTry {

    /** Unique name of the input and label of the create, e.g. {@code k3f9a20-17-1}. */
    String token();

    /** Labels for the create: small string map with batch, try and ledger. */
    Map<String, String> labels();

    String endpoint();

    /** The provider's model that all requests are for. */
    String model();

    /** How many requests the file holds. */
    int requests();

    /** Every setting of the protocol, by name, for this credential. */
    Map<String, String> settings();

    long requestBytes();

    /** Opens the request file in the spool from its start. */
    InputStream openRequests() throws IOException;

    void uploaded(String fileId, @Nullable String providerTime);

    /** The id given to {@link #uploaded}. */
    String fileId();

    /**
     * The provider answered just now and nothing is to be uploaded: the requests go with the create.
     *
     * @param providerTime its {@code Date} header
     */
    void ready(@Nullable String providerTime);

    /**
     * Read from the ledger: whether nobody has taken the batch over since {@link #creating}. Asked before the last bytes
     * of a create that can't be revoked; those must not leave if it is false.
     */
    boolean stillOurs();

    /** Directly before the one create call. */
    void creating();

    void accepted(String providerId);

    /** Upload or create failed; proven or not, the try decides what that means for the batch. */
    void failed(Failure failure);

    /** Whether the input is at the provider already: this try was {@link #notYet} once and goes on. */
    default boolean hasInput() {
        return false;
    }

    /** The input can't be used yet; ask again after the wait. The same try goes on then, unless the process ends before. */
    void notYet(Duration wait, String why);

    /** Whether the conversation should go on with its next call. */
    boolean goesOn();
}
