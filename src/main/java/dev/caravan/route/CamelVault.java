package dev.caravan.route;

import dev.caravan.model.Vault;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;

/** Secrets by Camel's property functions: {@code aws}, {@code gcp}, {@code azure}, {@code hashicorp}, {@code kubernetes}, … */
final class CamelVault implements Vault {
    private final ObjectProvider<CamelContext> camel;

    CamelVault(ObjectProvider<CamelContext> camel) {
        this.camel = camel;
    }

    @Override
    public String secret(String name) {
        String value;
        try {
            value = camel.getObject().resolvePropertyPlaceholders(name);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The secret " + name
                            + " was not found. Its vault is a Camel property function: is its library on the"
                            + " class path, and is it configured (camel.vault.*)?",
                    e);
        }
        if (value.isBlank() || value.equals(name)) {
            throw new IllegalStateException("The secret " + name + " is empty");
        }
        return value.strip();
    }
}
