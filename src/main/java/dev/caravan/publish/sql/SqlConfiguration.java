package dev.caravan.publish.sql;

import dev.caravan.config.Problems;
import dev.caravan.publish.Columns;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class SqlConfiguration {

    @Bean
    Databases databases(Environment environment) {
        Problems problems = new Problems();
        Databases databases = Databases.read(environment, problems);
        problems.throwIfAny();
        return databases;
    }

    @Bean
    SqlSink sqlSink(Databases databases, Columns columns) {
        return new SqlSink(databases, columns);
    }
}
