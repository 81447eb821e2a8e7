package dev.caravan.notice;

import java.util.List;
import java.util.Optional;

/** The webhooks of {@code config/webhooks.yaml}. */
public final class Webhooks {
    private final List<Webhook> all;

    Webhooks(List<Webhook> all) {
        this.all = List.copyOf(all);
    }

    List<Webhook> all() {
        return all;
    }

    List<String> names() {
        return all.stream().map(Webhook::name).toList();
    }

    Optional<Webhook> named(String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** Whether there is one of this name. */
    public boolean has(String name) {
        return named(name).isPresent();
    }
}
