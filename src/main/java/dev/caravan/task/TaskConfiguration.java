package dev.caravan.task;

import dev.caravan.config.Problems;
import dev.caravan.model.Models;
import dev.caravan.model.ProtocolFacts;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TaskConfiguration {

    @Bean
    Tasks tasks(
            @Value("${caravan.config:config}") String configDir,
            Models models,
            ProtocolFacts protocols,
            @Value("${caravan.gateway.window:2s}") Duration window,
            @Value("${caravan.gateway.payloads:30d}") Duration payloads,
            @Value("${caravan.gateway.audit:365d}") Duration audit) {
        Problems problems = new Problems();
        Tasks tasks = TasksReader.read(Path.of(configDir), models, problems);
        problems.throwIfAny();
        return new Tasks(
                tasks.byName(),
                GatewayTasks.of(models, protocols, window, new Task.Retention(payloads, audit)),
                models);
    }

    @Bean
    Workspaces workspaces(@Value("${caravan.config:config}") String configDir, Tasks tasks) {
        Problems problems = new Problems();
        Workspaces workspaces = WorkspacesReader.read(Path.of(configDir), tasks, problems);
        problems.throwIfAny();
        return workspaces;
    }
}
