package dev.caravan.publish.sql;

import dev.caravan.config.Problems;
import dev.caravan.publish.Columns;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Lets tests of routes make a SQL sink. */
public final class SqlTestAccess {
    private SqlTestAccess() {}

    /** @param settings e.g. {@code caravan.databases.crm.url} */
    public static Databases databases(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        Problems problems = new Problems();
        Databases databases = Databases.read(environment, problems);
        problems.throwIfAny();
        return databases;
    }

    public static SqlSink sink(Databases databases, Columns columns) {
        return new SqlSink(databases, columns);
    }
}
