package dev.caravan;

import dev.caravan.config.ConfigurationProblems;
import dev.caravan.config.Problem;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Reloads.Outcome;
import dev.caravan.ledger.Reloads.Wish;
import dev.caravan.reload.LastGood;
import dev.caravan.reload.Runner;
import dev.caravan.reload.Trees;
import dev.caravan.route.Stages;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * A process that runs until it is stopped. A reload ends everything that was made from the files, and makes it anew from the
 * files as they are: what was under way goes on from the ledger, as after any other end. Never are there two at once.
 */
final class Running implements Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(60);
    /** HTTP is served meanwhile, and a transfer to a bucket may take a quarter of an hour. */
    private static final Duration LONGEST_STAGES = Duration.ofMinutes(20);

    private final String[] options;
    private final Clock clock;
    private final IntConsumer exit;
    private final String process = UUID.randomUUID().toString();
    private final Set<String> logSettings = LogSettings.present();
    private final Instant since;
    private volatile @Nullable ConfigurableApplicationContext context;
    private volatile @Nullable Environment environment;
    private volatile @Nullable Loaded loaded;
    private volatile boolean reloading;

    /** @param options those of the command line */
    Running(String[] options, Clock clock) {
        this(options, clock, System::exit);
    }

    /** @param exit ends the process with this code */
    Running(String[] options, Clock clock, IntConsumer exit) {
        this.exit = exit;
        this.options = options;
        this.clock = clock;
        // Whoever asks may have another clock.
        this.since = clock.instant().minusSeconds(2);
    }

    /**
     * Starts with the files; if they can't be used, and {@code caravan.start-from-last-good} says so, with the last good copy.
     * Returns when it is ready.
     */
    void start() {
        try {
            begin(options, null, List.of());
        } catch (RuntimeException e) {
            Trees copy = mayFallBack() ? new LastGood(data()).find().orElse(null) : null;
            if (copy == null) {
                throw e;
            }
            List<String> why = StartProblems.of(e);
            LOG.error("Caravan can't start with its files:\n  {}", String.join("\n  ", why));
            begin(Start.with(copy, options), Start.files(environment()), why);
            LOG.error("It runs with the last good copy of them. Mend them, then `caravan reload`");
        }
        keep();
    }

    /** @param files what the operators edit, if it starts with something else */
    private void begin(String[] told, @Nullable Trees files, List<String> why) {
        LogSettings.forget(logSettings);
        Path config = Path.of(Start.outside(told).getProperty("caravan.config", "config"));
        List<Problem> broken = SettingsFiles.problems(config);
        if (!broken.isEmpty()) {
            throw new ConfigurationProblems(broken);
        }
        SpringApplication application = new SpringApplication(CaravanApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.addInitializers(
                made -> {
                    environment = made.getEnvironment();
                    Trees read = files == null ? Start.files(environment) : files;
                    loaded = new Loaded(clock.instant(), files != null, why, read, read.stamp(), read.digests());
                    made.getBeanFactory().registerSingleton("runner", this);
                },
                new ChosenPort(),
                Check::refuseProblems,
                new FirstRun.Notice());
        try {
            context = application.run(ConfigFolder.add(Flags.asProperties(told)));
        } catch (RuntimeException e) {
            Remembered.letGo(environment);
            throw e;
        }
    }

    /** Of the last start, also of one that failed; of one that came not so far, what the command line and the shell say. */
    private Environment environment() {
        Environment known = environment;
        return known == null ? Start.outside(options) : known;
    }

    private boolean mayFallBack() {
        return environment().getProperty("caravan.start-from-last-good", Boolean.class, false);
    }

    private Path data() {
        return Path.of(environment().getProperty("caravan.data", "data"));
    }

    private void keep() {
        Loaded now = loaded();
        try {
            if (!now.lastGood() && !new LastGood(data()).keep(now.files(), now.digests())) {
                LOG.warn(
                        "No copy is kept of {}: the files were changed meanwhile, or are more than 64 MB", now.files());
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("No copy could be kept of {}: {}", now.files(), e.toString());
        }
    }

    @Override
    public String process() {
        return process;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public Loaded loaded() {
        Loaded now = loaded;
        if (now == null) {
            throw new IllegalStateException("Nothing is loaded before start");
        }
        return now;
    }

    /** What there is now; another one after each reload. */
    ConfigurableApplicationContext context() {
        ConfigurableApplicationContext now = context;
        if (now == null) {
            throw new IllegalStateException("Nothing runs before start");
        }
        return now;
    }

    @Override
    public List<String> check() {
        Environment running = context().getEnvironment();
        BeforeReload before = new BeforeReload(running, context().getBean(Ledger.class));
        String[] next = again();
        List<Problem> broken =
                SettingsFiles.problems(Path.of(Start.outside(next).getProperty("caravan.config", "config")));
        if (!broken.isEmpty()) {
            return StartProblems.shortened(broken);
        }
        try {
            return Properties.beside(next, found -> StartProblems.shortened(before.problems(found)));
        } catch (RuntimeException e) {
            return StartProblems.of(e);
        }
    }

    /** The port that was free once is kept. */
    private String[] again() {
        return Start.again(options, context().getEnvironment().getProperty("local.server.port"));
    }

    @Override
    public boolean isReloading() {
        return reloading;
    }

    @Override
    public void reload(Wish wish) {
        reloading = true;
        Thread thread = new Thread(() -> take(wish), "reload");
        // Whoever calls may be a daemon, and between two contexts nothing else keeps the process.
        thread.setDaemon(false);
        thread.start();
    }

    /** A process in which nothing runs any more must not end as if all were well, whatever went wrong. */
    private void take(Wish wish) {
        try {
            turn(wish);
        } catch (RuntimeException | Error e) {
            LOG.error("The reload broke off", e);
            if (!context().isActive()) {
                System.err.println("Caravan ends: the reload broke off (" + e + "). Nothing is lost; start it again");
                exit.accept(1);
                return;
            }
            end(wish, Outcome.REFUSED, Duration.ZERO, List.of("The reload broke off: " + e));
        } finally {
            reloading = false;
        }
    }

    private void turn(Wish wish) {
        LOG.info("Reloading routes and configuration, as {} wants", wish.actor());
        List<String> problems = check();
        if (!problems.isEmpty()) {
            end(wish, Outcome.REFUSED, Duration.ZERO, problems);
            return;
        }
        String[] told = again();
        SamePorts ports = SamePorts.of(context().getEnvironment());
        ConfigurableApplicationContext old = context();
        ends(LONGEST_STAGES, old.getBean(Stages.class)::stop);
        long from = System.nanoTime();
        ends(LONGEST_CLOSE, old::close);
        Remembered.letGo(environment);
        try {
            ports.start(() -> begin(told, null, List.of()));
        } catch (RuntimeException e) {
            fallBack(wish, told, ports, StartProblems.of(e), from);
            return;
        }
        Duration down = since(from);
        // Before anybody is told: whoever hears that it is done may count on the copy.
        keep();
        end(wish, Outcome.LOADED, down, List.of(what()));
    }

    private static void ends(Duration longest, Runnable end) {
        new Closing(longest, () -> giveUp(longest)).run(end);
    }

    private static void giveUp(Duration longest) {
        System.err.println("Caravan ends: for the reload everything was to end, and something has not for "
                + longest.toSeconds() + " s. Nothing is lost; start it again");
        Runtime.getRuntime().halt(1);
    }

    private void fallBack(Wish wish, String[] told, SamePorts ports, List<String> why, long from) {
        Path data = data();
        Trees files = Start.files(environment());
        try {
            Trees copy =
                    new LastGood(data).find().orElseThrow(() -> new IllegalStateException("there is none in " + data));
            ports.start(() -> begin(Start.with(copy, told), files, why));
        } catch (RuntimeException e) {
            // The log may have ended with the last context.
            System.err.printf(
                    "Caravan ends: it could start neither with %s (%s) nor with the last good copy (%s). Nothing is lost; mend"
                            + " the files and start it%n",
                    files, String.join("; ", why), String.join("; ", StartProblems.of(e)));
            exit.accept(1);
            return;
        }
        end(wish, Outcome.FELL_BACK, since(from), why);
    }

    private String what() {
        return "%d tasks, %d routes"
                .formatted(
                        context().getBean(Tasks.class).byName().size(),
                        RouteCount.in(loaded().files().routes()));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void end(Wish wish, Outcome outcome, Duration down, List<String> said) {
        String text = String.join("\n", said);
        switch (outcome) {
            case LOADED -> LOG.info("Reloaded: {}; away for {} ms", text, down.toMillis());
            case REFUSED ->
                LOG.error("Not reloaded, Caravan runs on with what it had:\n  {}", String.join("\n  ", said));
            case FELL_BACK ->
                LOG.error(
                        "Caravan could not start with the new files; away for {} ms, it runs with the last good copy:\n  {}",
                        down.toMillis(),
                        String.join("\n  ", said));
        }
        try {
            context().getBean(Ledger.class).reloads().end(wish.id(), process, outcome, down, text);
        } catch (LedgerException e) {
            LOG.warn("The ledger could not be told what became of the reload: {}", e.getMessage());
        }
    }
}
