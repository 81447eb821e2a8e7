package dev.caravan.provider;

/** How a doubt about a create ends at a provider. */
public enum Recovery {
    /** Its input can be deleted, and then no create can be accepted any more. */
    REVOCABLE,
    /**
     * Its requests go with the create, or deleting its input proves nothing. Only a long wait and a complete search, or a
     * person, ends such a doubt. Conversations hold back the last bytes of a create until {@link CreateTry#stillOurs}.
     */
    UNREVOCABLE
}
