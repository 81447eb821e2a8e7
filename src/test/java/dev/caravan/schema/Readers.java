package dev.caravan.schema;

import dev.caravan.access.Users;
import dev.caravan.access.oidc.OidcReader;
import dev.caravan.bucket.BucketsReader;
import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.model.Models;
import dev.caravan.model.ModelsReader;
import dev.caravan.notice.WebhooksReader;
import dev.caravan.provider.Protocols;
import dev.caravan.task.Tasks;
import dev.caravan.task.TasksReader;
import dev.caravan.task.WorkspacesReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The readers of a configuration folder, as Caravan has them. */
final class Readers {
    private static final String KEY = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    private Readers() {}

    /** Reads every file of a folder. @param problems hears what is wrong, and what was asked */
    static void read(Path config, Problems problems) {
        Placeholders placeholders = new Placeholders(
                name -> Optional.of(
                        name.endsWith("WEBHOOK_SECRET") ? KEY : name.endsWith("url") ? "http://localhost:1" : "x"),
                name -> "x");
        Models models = ModelsReader.read(config, Protocols.installed(), placeholders, problems);
        Tasks tasks = TasksReader.read(config, models, problems);
        BucketsReader.read(config, placeholders, problems);
        OutgoingHosts hosts = OutgoingHosts.read(List.of("*.example", "*.com", "localhost"), problems);
        WebhooksReader.read(config, hosts, tasks, placeholders, problems);
        WorkspacesReader.read(config, tasks, problems);
        users(config, problems);
    }

    static void users(Path config, Problems problems) {
        Users.read(config, problems);
        OidcReader.read(config, "https://caravan.example", new Placeholders(name -> Optional.of("x")), problems);
    }
}
