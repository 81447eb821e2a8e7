package dev.caravan.provider;

import dev.caravan.model.Ability;
import dev.caravan.model.Credential;
import dev.caravan.model.Setting;
import java.util.List;
import java.util.Map;

/**
 * One provider protocol: everything about its bytes that needs no network. Found by {@link java.util.ServiceLoader}, so it
 * has a public constructor without parameters and a line in {@code META-INF/services}.
 */
public interface Protocol {

    /** Its name in {@code providers.yaml} and in the names of its routes. */
    String name();

    /** Batch endpoints it can write requests for and what each is for; the first of an ability is the usual one. */
    Map<String, Ability> endpoints();

    /** In what providers of this protocol, or accounts at one, may differ. */
    List<Setting> settings();

    /** Whether a batch is made of a file of requests, and not of the requests themselves: what its own clients know it by. */
    default boolean takesFiles() {
        return true;
    }

    /**
     * What is wrong with an account of this protocol beyond what {@link #settings} can say: one sentence each, which tells
     * what is allowed. Asked at start.
     */
    default List<String> problems(Credential credential) {
        return List.of();
    }

    /** How doubts end for a credential with these settings. */
    default Recovery recovery(Map<String, String> settings) {
        return Recovery.REVOCABLE;
    }

    /** Whether what a provider lists as models are the names that a batch model takes. */
    default boolean listsModels(Map<String, String> settings) {
        return true;
    }

    /**
     * What an answer means that is no success, as the conversation of this protocol takes it.
     *
     * @param settings of the credential
     */
    Failure.Kind meaning(Reply reply, Map<String, String> settings);

    /**
     * Whether clients of the vendor speak to it beside the routes. They are made once for a credential, and go where its settings
     * say.
     */
    default boolean hasClientsOfItsOwn() {
        return false;
    }

    /** @throws IllegalArgumentException if the shape asks for what the protocol can't do, naming it */
    RequestLines requests(RequestShape shape);

    /** Of a shape with {@link RequestShape#asked}: what the provider answered with success is {@link Outcome#OK}. */
    ResultLines results(RequestShape shape);

    /**
     * Translates whole requests, made by callers in OpenAI's words, to this provider and its answers back.
     *
     * @param shape one with {@link RequestShape#asked}
     * @throws IllegalArgumentException if its endpoint can't answer what is asked, or the parameters of the batch model can't
     *     be sent, naming it
     */
    Whole whole(RequestShape shape);

    /**
     * Asks for single answers with the requests of this shape.
     *
     * @param shape as for {@link #requests}, or one with {@link RequestShape#asked}
     * @throws IllegalArgumentException if its endpoint can't be asked in real time, naming it
     */
    RealTime realTime(RequestShape shape);
}
