package dev.caravan.intake;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.SpoolMarks;
import dev.caravan.spool.SpoolOwner;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** What there is to fuzz: the formats that are installed, and files of each as its contract test writes them. */
final class FuzzTargets {
    private static final String PACKAGE = "dev.caravan.intake";

    private FuzzTargets() {}

    /** A format, by a name of its files. */
    record Target(String name, RecordFormatContract trial) {
        byte[] file(Random random, int wanted) {
            int[] points = trial.awkward().codePoints().toArray();
            int rows = rows(wanted);
            List<String> ids = IntStream.range(0, rows).mapToObj(i -> "id" + i).toList();
            return trial.bytes(ids, ids.stream().map(id -> text(random, points)).toList());
        }

        int rows(int wanted) {
            return trial.rows(wanted);
        }

        /** Whether a row can be read before the end of the file is known. */
        boolean isText() {
            return trial instanceof TextualFormatContract;
        }

        private static String text(Random random, int[] points) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            return text.toString();
        }
    }

    /** As Caravan itself has them. */
    static Formats formats(Path folder) {
        return new Formats(installed(folder));
    }

    static List<RecordFormat> installed(Path folder) {
        IntakeFixture intake = new IntakeFixture(folder.resolve("fixture"), false);
        var context = new AnnotationConfigApplicationContext();
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.getEnvironment()
                .getSystemProperties()
                .put("caravan.data", folder.resolve("data").toString());
        context.registerBean(Ledger.class, () -> intake.ledger);
        context.registerBean(Tasks.class, () -> intake.tasks);
        context.registerBean(CurrentRecipes.class, () -> task -> 5);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(LongSupplier.class, () -> System::nanoTime);
        context.registerBean(SpoolOwner.class, () -> SpoolMarks.first(folder.resolve("marks-" + System.nanoTime())));
        context.register(IntakeConfigurationTest.Scan.class);
        context.refresh();
        return List.copyOf(context.getBeansOfType(RecordFormat.class).values());
    }

    /**
     * One for every contract test of a format.
     *
     * @throws IllegalStateException if an installed format has none
     */
    static List<Target> all(Path folder) throws IOException, ReflectiveOperationException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(RecordFormatContract.class));
        List<Target> targets = new ArrayList<>();
        for (BeanDefinition found : scanner.findCandidateComponents(PACKAGE)) {
            Class<?> type = Class.forName(found.getBeanClassName());
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            var trial = (RecordFormatContract) constructor.newInstance();
            folders(trial, type, folder);
            targets.add(new Target(trial.name(), trial));
        }
        Set<String> without = new TreeSet<>();
        for (RecordFormat format : installed(folder)) {
            if (targets.stream().noneMatch(target -> format.names().contains(target.name()))) {
                without.add(format.getClass().getSimpleName());
            }
        }
        if (!without.isEmpty()) {
            throw new IllegalStateException("no RecordFormatContract writes files for " + without);
        }
        return targets;
    }

    private static void folders(Object trial, Class<?> type, Path folder) throws IOException, IllegalAccessException {
        for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.isAnnotationPresent(TempDir.class)) {
                    field.setAccessible(true);
                    field.set(trial, Files.createTempDirectory(folder, "trial"));
                }
            }
        }
    }
}
