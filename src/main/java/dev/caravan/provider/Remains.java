package dev.caravan.provider;

import java.util.Map;

/** What a settled batch left at its provider. Nothing of it is needed there any more: all its lines are home. */
public interface Remains {
    /** The batch's id at the provider. */
    String providerId();

    /** The unique name of its input and the label of its create. */
    String token();

    /** Its result files, as {@link JobStatus#files} told them; empty where it had none. */
    Map<String, String> files();

    /** Whether the provider's list must go on showing the batch: it is one of those that prove a list to be whole. */
    boolean isWitness();

    /**
     * Nothing of it is there any more, or never was.
     *
     * @param listed whether the provider's list still has the batch
     */
    void gone(boolean listed);

    /** It could not be deleted. */
    void failed(Failure why);
}
