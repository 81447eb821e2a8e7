package dev.caravan.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Passes everything on, and remembers the statements of reads and writes as the ledger wrote them.
 *
 * @param statements what the values of each were
 */
record RecordingDb(Db db, Map<String, Map<Integer, Class<?>>> statements) implements Db {

    @Override
    public <T> T write(Work<T> work) {
        return db.write(c -> work.run(recording(c)));
    }

    @Override
    public <T> T read(Work<T> work) {
        return db.read(c -> work.run(recording(c)));
    }

    @Override
    public <T> T audit(Work<T> work) {
        return db.audit(work);
    }

    @Override
    public Calls calls() {
        return db.calls();
    }

    @Override
    public void opened(int owner) {
        db.opened(owner);
    }

    @Override
    public void guardedBy(Guard first) {
        db.guardedBy(c -> first.check(recording(c)));
    }

    @Override
    public void hurry() {
        db.hurry();
    }

    @Override
    public void close() {
        db.close();
    }

    private Connection recording(Connection connection) {
        return proxy(Connection.class, connection, (method, args, result) -> {
            if (!method.equals("prepareStatement")) {
                return result;
            }
            Map<Integer, Class<?>> types =
                    statements.computeIfAbsent((String) args[0], sql -> new ConcurrentHashMap<>());
            return proxy(PreparedStatement.class, (PreparedStatement) result, (setter, values, none) -> {
                if (setter.startsWith("set") && values != null && values.length == 2 && values[1] != null) {
                    types.put((Integer) values[0], values[1].getClass());
                }
                return none;
            });
        });
    }

    private static <T> T proxy(Class<T> type, T behind, After after) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                return after.change(method.getName(), args, method.invoke(behind, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private interface After {
        @Nullable
        Object change(String method, @Nullable Object[] args, @Nullable Object result);
    }
}
