package dev.caravan.model;

/** Where secrets are kept that are neither in the environment nor in a file. */
public interface Vault {

    /**
     * Looks a secret up.
     *
     * @param name as configured, <code>{{vault:name}}</code>
     * @throws IllegalStateException if there is no such secret or the vault does not answer, naming it and never its value
     */
    String secret(String name);
}
