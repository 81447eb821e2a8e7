package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.caravan.simulator.core.Surface;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;

/** The table of packages in docs/architecture.md, and what else holds for all code. */
@AnalyzeClasses(packages = "dev.caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    private static final String ROOT = "dev.caravan";
    private static final String CORE = ROOT + ".simulator.core";
    private static final Set<String> ALL = Set.of(
            "ledger",
            "spool",
            "config",
            "bucket",
            "model",
            "task",
            "provider",
            "validation",
            "restore",
            "realtime",
            "sample",
            "setup",
            "intake",
            "batch",
            "review",
            "rerun",
            "submission",
            "audit",
            "notice",
            "publish",
            "retention",
            "api",
            "access",
            "watch",
            "health",
            "trace",
            "costs",
            "reload",
            "hawtio",
            "metrics",
            "console",
            "route",
            "simulator");

    /** Package → packages it may use. Only this table and the one in docs/architecture.md change together. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("ledger", Set.of()),
            Map.entry("spool", Set.of("bucket")),
            Map.entry("config", Set.of()),
            Map.entry("bucket", Set.of("config")),
            Map.entry("model", Set.of("config")),
            Map.entry("task", Set.of("config", "model")),
            Map.entry("provider", Set.of("config", "model")),
            Map.entry("setup", Set.of("config", "ledger", "model", "task", "provider")),
            Map.entry("validation", Set.of("task")),
            Map.entry("restore", Set.of("ledger", "spool", "trace")),
            Map.entry("intake", Set.of("ledger", "spool", "bucket", "task", "restore", "trace")),
            Map.entry(
                    "batch",
                    Set.of("config", "ledger", "spool", "model", "task", "provider", "validation", "restore", "trace")),
            Map.entry("realtime", Set.of("ledger", "model", "task", "provider", "batch", "validation")),
            Map.entry(
                    "sample",
                    Set.of(
                            "ledger",
                            "spool",
                            "model",
                            "task",
                            "provider",
                            "validation",
                            "intake",
                            "batch",
                            "realtime")),
            Map.entry("review", Set.of("ledger", "spool", "task", "validation", "batch")),
            Map.entry("notice", Set.of("config", "ledger", "task")),
            Map.entry("publish", Set.of("ledger", "spool", "config", "bucket", "task", "restore", "trace")),
            Map.entry(
                    "route",
                    Set.of(
                            "ledger",
                            "spool",
                            "config",
                            "model",
                            "task",
                            "provider",
                            "validation",
                            "intake",
                            "batch",
                            "hawtio",
                            "publish",
                            "realtime",
                            "retention",
                            "trace")),
            Map.entry("retention", Set.of("ledger", "spool", "provider", "task", "restore", "trace")),
            Map.entry("rerun", Set.of("ledger", "spool", "model", "task", "batch", "restore", "trace")),
            Map.entry("audit", Set.of("ledger", "task", "batch", "validation")),
            Map.entry(
                    "submission",
                    Set.of(
                            "ledger",
                            "spool",
                            "model",
                            "task",
                            "provider",
                            "intake",
                            "batch",
                            "restore",
                            "realtime",
                            "trace")),
            Map.entry(
                    "api",
                    Set.of(
                            "access",
                            "ledger",
                            "spool",
                            "model",
                            "task",
                            "provider",
                            "validation",
                            "intake",
                            "batch",
                            "review",
                            "rerun",
                            "audit",
                            "submission",
                            "realtime",
                            "sample",
                            "setup",
                            "watch",
                            "costs")),
            Map.entry("costs", Set.of("ledger", "task", "model")),
            Map.entry("access", Set.of("config", "ledger", "model", "task", "trace")),
            Map.entry("hawtio", Set.of("access", "config")),
            Map.entry("health", Set.of("ledger", "spool")),
            Map.entry("trace", Set.of("ledger", "model", "task")),
            Map.entry("watch", Set.of("access", "ledger")),
            Map.entry("reload", Set.of("config", "ledger")),
            Map.entry("metrics", Set.of("batch", "ledger", "model", "provider", "task")),
            Map.entry(
                    "console",
                    Set.of(
                            "access",
                            "audit",
                            "batch",
                            "config",
                            "ledger",
                            "model",
                            "provider",
                            "publish",
                            "realtime",
                            "rerun",
                            "review",
                            "sample",
                            "setup",
                            "task",
                            "validation",
                            "watch",
                            "costs",
                            "reload")),
            Map.entry("simulator", Set.of()),
            Map.entry("", ALL));

    @ArchTest
    static void packagesUseOnlyWhatTheTableAllows(JavaClasses classes) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = part(type);
                String to = part(dependency.getTargetClass());
                if (to.equals("-") || to.equals(from)) {
                    continue;
                }
                if (!MAY_USE.containsKey(from) || !MAY_USE.get(from).contains(to)) {
                    wrong.add(type.getName() + " uses "
                            + dependency.getTargetClass().getName());
                }
            }
        }
        assertThat(wrong).as("uses that docs/architecture.md does not allow").isEmpty();
    }

    /** What protocols of one house have in common, and who may use it. */
    private static final Map<String, Set<String>> SHARED = Map.of(
            ROOT + ".provider.google", Set.of(ROOT + ".provider.gemini", ROOT + ".provider.vertex"),
            ROOT + ".provider.chat", Set.of(ROOT + ".provider.openai", ROOT + ".provider.mistral"),
            ROOT + ".provider.claude",
                    Set.of(ROOT + ".provider.anthropic", ROOT + ".provider.vertex", ROOT + ".provider.bedrock"),
            ROOT + ".provider.whole",
                    Set.of(
                            ROOT + ".provider.anthropic",
                            ROOT + ".provider.bedrock",
                            ROOT + ".provider.claude",
                            ROOT + ".provider.gemini",
                            ROOT + ".provider.google",
                            ROOT + ".provider.mistral",
                            ROOT + ".provider.openai",
                            ROOT + ".provider.vertex"));

    @ArchTest
    static void noProtocolKnowsAnother(JavaClasses classes) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = type.getPackageName();
                String to = dependency.getTargetClass().getPackageName();
                boolean both = from.startsWith(ROOT + ".provider") && to.startsWith(ROOT + ".provider.");
                boolean shared = SHARED.getOrDefault(to, Set.of()).contains(from);
                if (both && !from.equals(to) && !shared) {
                    wrong.add(type.getName() + " uses "
                            + dependency.getTargetClass().getName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A package with a surface in it is a simulated provider; what several of them need is in a package without. */
    @ArchTest
    static void noSurfaceKnowsAnother(JavaClasses classes) {
        Set<String> surfaces = new TreeSet<>();
        for (JavaClass type : classes) {
            if (type.isAssignableTo(Surface.class) && !type.isInterface()) {
                surfaces.add(type.getPackageName());
            }
        }
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = type.getPackageName();
                String to = dependency.getTargetClass().getPackageName();
                boolean fromCore = from.equals(CORE) && to.startsWith(ROOT + ".simulator");
                if ((fromCore || surfaces.contains(to)) && !from.equals(to)) {
                    wrong.add(type.getName() + " uses "
                            + dependency.getTargetClass().getName());
                }
            }
        }
        assertThat(surfaces).contains(ROOT + ".simulator.openai").doesNotContain(CORE, ROOT + ".simulator");
        assertThat(wrong).isEmpty();
    }

    /** In a route {@code ${variable.batch.attempt}} may mean either; which of them Camel takes changes from start to start. */
    @ArchTest
    static void noGetterHasATwinWithoutGet(JavaClasses classes) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            for (JavaMethod method : type.getMethods()) {
                String twin = method.getName().replaceFirst("^(get|is)(?=[A-Z])", "");
                String name = Character.toLowerCase(twin.charAt(0)) + twin.substring(1);
                boolean seenByRoutes = !part(type).equals("simulator");
                boolean getter = !twin.equals(method.getName());
                if (seenByRoutes && getter && type.tryGetMethod(name).isPresent()) {
                    wrong.add(method.getFullName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The part of the package name behind the root; "-" for classes that are not ours. */
    private static String part(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(ROOT)) {
            return "";
        }
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1).replaceFirst("\\..*", "") : "-";
    }

    @ArchTest
    static final ArchRule ONLY_ROUTE_KNOWS_CAMEL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.caravan.route..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    /** The SQL sink speaks to other databases than the ledger's. */
    @ArchTest
    static final ArchRule SQL_STAYS_IN_THE_LEDGER_AND_THE_SQL_SINK = noClasses()
            .that()
            .resideOutsideOfPackages("dev.caravan.ledger..", "dev.caravan.publish.sql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.sqlite..",
                    "org.flywaydb..",
                    "org.springframework.jdbc..",
                    "com.zaxxer.hikari..");

    @ArchTest
    static final ArchRule WIRING_IS_NOBODY_ELSES_BUSINESS = classes()
            .that()
            .areAnnotatedWith(Configuration.class)
            .should()
            .bePackagePrivate()
            .andShould()
            .haveSimpleNameEndingWith("Configuration");

    /** Spring looks at nothing else: what has another name would not be there, and nobody would say so. */
    @ArchTest
    static final ArchRule SPRING_FINDS_ITS_COMPONENTS_BY_THEIR_NAMES = classes()
            .that(new DescribedPredicate<>("Spring makes") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getAnnotations().stream()
                            .map(annotation -> annotation.getRawType().reflect())
                            .anyMatch(annotation -> annotation == Component.class
                                    || AnnotatedElementUtils.isAnnotated(annotation, Component.class));
                }
            })
            .should()
            .haveNameMatching(
                    CaravanApplication.COMPONENTS.replace("**/{name:", "").replace("}.class", ""))
            .orShould()
            .be(CaravanApplication.class);

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class);

    /** Digits and points of the machine's language don't belong into names of files, logs and pages. */
    @ArchTest
    static final ArchRule NUMBERS_ARE_WRITTEN_ALIKE_EVERYWHERE =
            noClasses().should().callMethod(String.class, "format", String.class, Object[].class);

    @ArchTest
    static final ArchRule NO_STATIC_STATE = fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");
}
