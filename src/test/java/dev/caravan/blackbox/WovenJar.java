package dev.caravan.blackbox;

import dev.caravan.CaravanApplication;
import dev.caravan.ledger.Ledger;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * A jar of Caravan's own classes with calls of {@link KillSwitch} at every point where it may be killed. The points are
 * found, not listed: every method of every part of the {@link Ledger} that writes, every durable step of the spool, of
 * receiving and of file sinks, every call to a provider.
 *
 * <p>Woven beforehand and not by an agent, because a class loading agent makes each of hundreds of starts much slower: it
 * takes the shared archive's classes apart again.
 */
final class WovenJar {
    private static final String LEDGER = "dev.caravan.ledger.";

    /** Where transactions of the ledger are committed. */
    private static final Set<String> WRITERS = Set.of(LEDGER + "SqliteDb", LEDGER + "PostgresDb");

    private static final Set<String> DURABLE = Set.of(
            "dev.caravan.spool.LocalSpool",
            "dev.caravan.spool.FileWriter",
            "dev.caravan.spool.OnceWriter",
            "dev.caravan.spool.GrowingWriter",
            "dev.caravan.publish.WholeFile",
            "dev.caravan.publish.FileSink",
            "dev.caravan.intake.Arrivals");
    /** Calls that a vendor's own client makes. */
    private static final Set<String> VENDORS = Set.of(
            "dev.caravan.provider.bedrock.AwsJobs",
            "dev.caravan.provider.bedrock.Objects",
            "dev.caravan.provider.vertex.VertexObjects");

    private static final Set<String> STEPS =
            Set.of("take", "move", "delete", "commit", "publish", "write", "fill", "appear");

    private final Path classes;
    private final ClassFileLocator locator;
    private final TypePool pool;

    private WovenJar() throws IOException, URISyntaxException {
        classes = folderOf(CaravanApplication.class);
        locator = new ClassFileLocator.Compound(
                new ClassFileLocator.ForFolder(classes.toFile()),
                ClassFileLocator.ForClassLoader.of(WovenJar.class.getClassLoader()));
        pool = TypePool.Default.of(locator);
    }

    /**
     * Writes the jar, the same bytes each time.
     *
     * @param home where it is going to be
     * @return class path of a process with it
     */
    static String write(Path jar, Path home) throws IOException, URISyntaxException, ReflectiveOperationException {
        var woven = new WovenJar();
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(woven.classes)) {
            zip.setLevel(0);
            for (Path path :
                    all.filter(path -> !path.equals(woven.classes)).sorted().toList()) {
                String name = woven.classes.relativize(path).toString().replace(File.separatorChar, '/');
                if (Files.isDirectory(path)) {
                    // Spring's scan looks for the folder first.
                    zip.putNextEntry(entry(name + "/"));
                    continue;
                }
                zip.putNextEntry(entry(name));
                zip.write(name.endsWith(".class") ? woven.woven(name, path) : Files.readAllBytes(path));
            }
            zip.putNextEntry(entry("dev/caravan/blackbox/"));
            for (Class<?> ours : List.of(KillSwitch.class, KillLot.class)) {
                String name = ours.getName().replace('.', '/') + ".class";
                zip.putNextEntry(entry(name));
                zip.write(Files.readAllBytes(folderOf(ours).resolve(name)));
            }
        }
        return home + File.pathSeparator + libraries(home.getParent());
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        return entry;
    }

    private byte[] woven(String name, Path path) throws IOException, ReflectiveOperationException {
        String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
        if (WRITERS.contains(type)) {
            return weave(type, Written.class, ElementMatchers.named("write"));
        }
        if (type.equals("dev.caravan.route.TotalTime")) {
            return weave(type, Called.class, ElementMatchers.named("execute"));
        }
        if (VENDORS.contains(type)) {
            return weave(
                    type,
                    Asked.class,
                    ElementMatchers.<MethodDescription>isMethod()
                            .and(ElementMatchers.not(ElementMatchers.isPrivate()))
                            .and(ElementMatchers.not(ElementMatchers.isStatic())));
        }
        if (DURABLE.contains(type)) {
            return weave(
                    type,
                    Stepped.class,
                    ElementMatchers.<MethodDescription>namedOneOf(STEPS.toArray(String[]::new))
                            .and(ElementMatchers.not(ElementMatchers.isAbstract()))
                            .and(ElementMatchers.not(ElementMatchers.takesArgument(0, byte[].class)))
                            .and(ElementMatchers.not(ElementMatchers.takesArgument(0, int.class))));
        }
        Set<String> methods = type.startsWith(LEDGER) ? methodsOfParts(type) : Set.of();
        return methods.isEmpty()
                ? Files.readAllBytes(path)
                : weave(
                        type,
                        Kept.class,
                        ElementMatchers.<MethodDescription>isPublic()
                                .and(ElementMatchers.namedOneOf(methods.toArray(String[]::new))));
    }

    private byte[] weave(String type, Class<?> advice, ElementMatcher<? super MethodDescription> methods) {
        TypeDescription described = pool.describe(type).resolve();
        try (DynamicType.Unloaded<?> made = new ByteBuddy()
                .redefine(described, locator)
                .visit(Advice.to(advice).on(methods))
                .make()) {
            return made.getBytes();
        }
    }

    /** The methods that this class has because it is a part of the ledger; none if it is not. */
    private static Set<String> methodsOfParts(String type) throws ReflectiveOperationException {
        Class<?> candidate = Class.forName(type, false, WovenJar.class.getClassLoader());
        Set<String> methods = new TreeSet<>();
        for (Method part : Ledger.class.getMethods()) {
            Class<?> face = part.getReturnType();
            if (face.getName().startsWith(LEDGER) && face != candidate && face.isAssignableFrom(candidate)) {
                Arrays.stream(face.getMethods()).map(Method::getName).forEach(methods::add);
            }
        }
        return methods;
    }

    private static Path folderOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Those of the packaged jar itself, as they are shipped, which is trimmed: taken out of it once for each jar. */
    private static String libraries(Path folder) throws IOException {
        Path shipped = Path.of(System.getProperty("caravan.jar", "target/caravan.jar"));
        Path lib = folder.resolve("lib-%x"
                .formatted(Files.size(shipped)
                        + 31 * Files.getLastModifiedTime(shipped).toMillis()));
        boolean there = Files.isDirectory(lib);
        Path part = there ? lib : Files.createTempDirectory(folder, "lib-");
        List<String> found = new ArrayList<>();
        try (ZipFile jar = new ZipFile(shipped.toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName().replaceFirst("^BOOT-INF/lib/(.*\\.jar)$", "$1");
                if (!name.equals(entry.getName())) {
                    found.add(lib.resolve(name).toString());
                    if (!there) {
                        Files.copy(jar.getInputStream(entry), part.resolve(name));
                    }
                }
            }
        }
        if (!there) {
            Files.move(part, lib);
        }
        return String.join(File.pathSeparator, found);
    }

    /** {@code Db.write}. */
    static final class Written {
        private Written() {}

        @Advice.OnMethodExit
        static void exit() {
            KillSwitch.wrote();
        }
    }

    /** A method of a part of the ledger. */
    static final class Kept {
        private Kept() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#t.#m") String name, @Advice.AllArguments Object[] arguments) {
            KillSwitch.enter(name, arguments);
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Origin("#t.#m") String name,
                @Advice.AllArguments Object[] arguments,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object result) {
            KillSwitch.exitIfEffective(name, arguments, result);
        }
    }

    /** A durable step outside the ledger. */
    static final class Stepped {
        private Stepped() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#t.#m") String name, @Advice.AllArguments Object[] arguments) {
            KillSwitch.enter(name, arguments);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Origin("#t.#m") String name, @Advice.AllArguments Object[] arguments) {
            KillSwitch.exit(name, arguments);
        }
    }

    /** A call by a vendor's own client. */
    static final class Asked {
        private Asked() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#t.#m") String name) {
            KillSwitch.enterClient(name);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Origin("#t.#m") String name) {
            KillSwitch.exitClient(name);
        }
    }

    /** A call to a provider. */
    static final class Called {
        private Called() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) Object request) {
            KillSwitch.enterCall(request);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Object request) {
            KillSwitch.exitCall(request);
        }
    }
}
