package dev.caravan.task;

import dev.caravan.config.Problems;
import dev.caravan.model.Models;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TaskConfiguration {

    @Bean
    Tasks tasks(@Value("${caravan.config:config}") String configDir, Models models) {
        Problems problems = new Problems();
        Tasks tasks = TasksReader.read(Path.of(configDir), models, problems);
        problems.throwIfAny();
        return tasks;
    }

    @Bean
    Workspaces workspaces(@Value("${caravan.config:config}") String configDir, Tasks tasks) {
        Problems problems = new Problems();
        Workspaces workspaces = WorkspacesReader.read(Path.of(configDir), tasks, problems);
        problems.throwIfAny();
        return workspaces;
    }
}
