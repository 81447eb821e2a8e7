package dev.caravan.route;

import static dev.caravan.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Date;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** What the timers of the shipped stage routes make of the work that there is. */
@Timeout(60)
class StageRoutesTest {
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final RouteRig rig = new RouteRig("http://localhost:9/v1");

    @TempDir
    Path data;

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Hands out batches and deliveries; fails where it is told to. */
    final class Work {
        final Deque<Object> waiting = new ArrayDeque<>();
        boolean claimFails;

        public synchronized boolean once() {
            if (claimFails) {
                throw new IllegalStateException("no ledger");
            }
            return waiting.poll() != null;
        }

        public synchronized Object claim() {
            if (claimFails) {
                claimFails = false;
                done.add("claim fails");
                throw new IllegalStateException("no ledger");
            }
            return waiting.poll();
        }

        public boolean open() {
            return false;
        }

        public void begin(Object unit) {
            done.add("begin " + unit);
        }

        public void searched(Object unit) {
            done.add("searched " + unit);
        }

        public void finish(Object unit) {
            done.add("finish " + unit);
        }

        public void delivered(Object unit) {
            done.add("delivered " + unit);
        }

        public void failed(Object unit, Exception exception) {
            done.add("failed " + unit + ": " + exception.getMessage().replaceAll(" Exchange\\[.*", ""));
        }

        public void repeats(Object unit, String kind) {
            done.add(unit + " is " + kind);
        }

        public void write(Object unit, String directory, String format) {
            done.add("write " + unit + " to " + directory + " as " + format);
        }
    }

    record Claims(Deque<Object> waiting, List<String> done) {
        public Object list() {
            return done.isEmpty() ? Unit.batch("many") : null;
        }

        public void listed(Object look) {}

        public synchronized List<Object> claim() {
            List<Object> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }

        public void failed(Object unit, Exception exception) {
            done.add("failed " + unit + ": " + exception.getMessage().replaceAll(" Exchange\\[.*", ""));
        }
    }

    record Unit(String name, String protocol, boolean inDoubt, boolean cancelRequested, String sink) {
        static Unit batch(String name) {
            return new Unit(name, "toy", false, false, "");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A protocol of its own: the stages know none. A batch named bad fails. */
    private final class Toy extends RouteBuilder {
        @Override
        public void configure() {
            for (String call : List.of("submit", "find", "status", "cancel", "collect")) {
                from("direct:toy-" + call)
                        .routeId("toy-" + call)
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            String name = String.valueOf((Object) exchange.getVariable("batch"));
                            if (name.equals("bad")) {
                                throw new java.io.IOException("lost");
                            }
                            done.add(call + " " + name);
                        });
            }
        }
    }

    private Work stage(String name, String... files) throws Exception {
        Work work = new Work();
        stage(name, work, files);
        return work;
    }

    private void stage(String name, Object work, String... files) throws Exception {
        rig.bind(name, work).property("caravan." + name + ".every-ms", "50");
        rig.load("pipeline/errors.camel.yaml").load(files);
        rig.context.addRoutes(new Toy());
    }

    @Test
    void submitsEverythingThatWaitsAndWritesFailuresDown() throws Exception {
        Work work = stage("submit", "pipeline/submit.camel.yaml");
        work.waiting.addAll(List.of(
                Unit.batch("one"), Unit.batch("bad"), new Unit("doubtful", "toy", true, false, ""), Unit.batch("two")));
        rig.start();
        await().untilAsserted(() -> assertThat(done)
                .containsExactly(
                        "begin one",
                        "submit one",
                        "begin bad",
                        "failed bad: lost",
                        "find doubtful",
                        "searched doubtful",
                        "begin two",
                        "submit two"));
    }

    @Test
    void blamesNoBatchWhenTheClaimItselfFails() throws Exception {
        Work work = stage("submit", "pipeline/submit.camel.yaml");
        work.waiting.add(Unit.batch("one"));
        work.claimFails = true;
        rig.start();
        await().untilAsserted(() -> assertThat(done).containsExactly("claim fails", "begin one", "submit one"));
    }

    @Test
    void pollsEachDueBatchThoughOneFails() throws Exception {
        Deque<Object> due = new ArrayDeque<>(List.of(
                Unit.batch("one"), Unit.batch("bad"), new Unit("stop", "toy", false, true, ""), Unit.batch("two")));
        stage("poll", new Claims(due, done), "pipeline/poll.camel.yaml");
        rig.start();
        await().untilAsserted(() -> assertThat(done)
                .containsExactly("find many", "status one", "failed bad: lost", "cancel stop", "status two"));
    }

    @Test
    void finishesACollectionOnlyAfterItsDownloads() throws Exception {
        Work work = stage("collect", "pipeline/collect.camel.yaml");
        work.waiting.addAll(List.of(Unit.batch("bad"), Unit.batch("one")));
        rig.start();
        await().untilAsserted(() -> assertThat(done).containsExactly("failed bad: lost", "collect one", "finish one"));
    }

    @Test
    void deliversToTheSinkOfEachDelivery() throws Exception {
        Work work = stage(
                "publish",
                "pipeline/publish.camel.yaml",
                "sinks/tickets-jsonl.camel.yaml",
                "sinks/tickets-csv.camel.yaml");
        rig.bind("fileSink", work);
        work.waiting.addAll(List.of(
                new Unit("a", "", false, false, "tickets-jsonl"),
                new Unit("b", "", false, false, "nowhere"),
                new Unit("c", "", false, false, "tickets-csv")));
        rig.start();
        await().untilAsserted(() -> assertThat(done)
                .containsExactly(
                        "a is keyed",
                        "write a to target/route-rig/outbox/triage-tickets as jsonl",
                        "delivered a",
                        "failed b: No consumers available on endpoint: direct://sink-nowhere.",
                        "c is keyed",
                        "write c to target/route-rig/outbox/triage-tickets as csv",
                        "delivered c"));
    }

    /** Rule 44: as when the clock is set back a day, and the next wake-up lies in tomorrow. */
    @Test
    void goesOnWhenTheClockWasSetBack() throws Exception {
        Work work = stage("submit", "pipeline/submit.camel.yaml");
        rig.start();
        Scheduler scheduler =
                rig.context.getComponent("quartz", QuartzComponent.class).getScheduler();
        var wakeUps = new WakeUps(rig.context, Clock.systemUTC());
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
            Trigger trigger = scheduler.getTrigger(key);
            wakeUps.mend();
            assertThat(scheduler.getTrigger(key).getStartTime()).isEqualTo(trigger.getStartTime());
            Date tomorrow = new Date(System.currentTimeMillis() + 86_400_000);
            scheduler.rescheduleJob(
                    key, trigger.getTriggerBuilder().startAt(tomorrow).build());
        }
        work.waiting.add(Unit.batch("one"));
        wakeUps.mend();
        await().untilAsserted(() -> assertThat(done).containsExactly("begin one", "submit one"));
    }

    @Test
    void readsOnUntilNothingIsLeft() throws Exception {
        Work work = stage("read", "pipeline/read.camel.yaml");
        for (int i = 0; i < 45; i++) {
            work.waiting.add(i);
        }
        rig.start();
        await().until(work.waiting::isEmpty);
        assertThat(work.waiting).isEmpty();
    }

    @Test
    void takesWholeFilesOfEveryTaskAndLeavesTheRest() throws Exception {
        Path inbox = data.resolve("inbox");
        drop(inbox, "triage/a.csv");
        drop(inbox, "triage/deep/b.csv.gz");
        drop(inbox, "reviews/c.jsonl");
        for (String left : List.of(
                "triage/d.csv.part",
                "triage/e.TMP",
                "triage/.f.csv",
                "triage/.failed/g.csv",
                "h.csv",
                "triage/i.crdownload")) {
            drop(inbox, left);
        }
        rig.property("caravan.inbox", inbox.toString()).property("caravan.receive.every-ms", "50");
        rig.bind("receive", new Taker(data)).bind("bucketZones", new ObjectTaker());
        rig.load("pipeline/errors.camel.yaml", "pipeline/receive.camel.yaml", "dropzones/inbox.camel.yaml");
        rig.start();
        await().until(() -> done.size() >= 3);
        Files.move(inbox.resolve("triage/d.csv.part"), inbox.resolve("triage/d.csv"));
        await().untilAsserted(() -> assertThat(done)
                .containsExactlyInAnyOrder(
                        "take a.csv for triage",
                        "take b.csv.gz for triage",
                        "take c.jsonl for reviews",
                        "take d.csv for triage"));
        try (var left = Files.walk(inbox)) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(file -> inbox.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "triage/e.TMP", "triage/.f.csv", "triage/.failed/g.csv", "h.csv", "triage/i.crdownload");
        }
    }

    @Test
    void takesOnlyWhatADropZoneOfOneTaskIncludes() throws Exception {
        for (String name : List.of("exports/a.csv", "exports/deep/b.csv", "exports/c.txt", "elsewhere/d.csv")) {
            drop(data.resolve("in"), name);
        }
        rig.bind("receive", new Taker(data)).bind("bucketZones", new ObjectTaker());
        rig.load("pipeline/errors.camel.yaml", "pipeline/receive.camel.yaml");
        rig.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:file-drop-source?everyMillis=50&task=triage&prefix=exports&include=**/*.csv&where="
                                + data.resolve("in"))
                        .to("direct:receive");
            }
        });
        rig.start();
        await().untilAsserted(() ->
                assertThat(done).containsExactlyInAnyOrder("take a.csv for triage", "take b.csv for triage"));
        assertThat(data.resolve("in/exports/c.txt")).exists();
        assertThat(data.resolve("in/elsewhere/d.csv")).exists();
    }

    @Test
    void takesAnObjectOfABucket() throws Exception {
        rig.bind("receive", new Taker(data)).bind("bucketZones", new ObjectTaker());
        rig.load("pipeline/receive.camel.yaml").start();
        rig.context
                .createProducerTemplate()
                .request("direct:receive", exchange -> exchange.setVariable("object", "gs://bucket/a.csv"));
        assertThat(done).containsExactly("take gs://bucket/a.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "gcs"})
    void looksAtABucketAgainAfterALookThatFailed(String kind) throws Exception {
        rig.bind("receive", new Taker(data)).bind("bucketZones", new ObjectTaker());
        rig.load("pipeline/errors.camel.yaml", "pipeline/receive.camel.yaml");
        rig.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:" + kind + "-drop-source?where=exports&everyMillis=50&task=triage&prefix=in/"
                                + "&include=**/*.csv,**/*.json")
                        .to("direct:receive");
                from("kamelet:" + kind + "-drop-source?where=others&everyMillis=60000")
                        .to("direct:receive");
            }
        });
        rig.start();
        String look = "look " + kind + " exports in/ **/*.csv,**/*.json move .caravan/ triage";
        await().untilAsserted(() -> assertThat(done)
                .contains("look " + kind + " others  ** move .caravan/ ")
                .containsSubsequence(look, look, "take new for triage", "put away old", "take newer for triage", look));
    }

    record Found(String name, boolean read) {
        public String task() {
            return "triage";
        }
    }

    /** Fails at the first look at exports, finds something at the second, and nothing after that. */
    final class ObjectTaker {
        private int looks;

        public synchronized Iterator<Found> look(
                String kind, String where, String prefix, String include, String after, String moveTo, String task)
                throws java.io.IOException {
            done.add(String.join(" ", "look", kind, where, prefix, include, after, moveTo, task));
            looks += where.equals("exports") ? 1 : 0;
            if (where.equals("exports") && looks == 1) {
                throw new java.io.IOException("no answer");
            }
            return where.equals("exports") && looks == 2
                    ? List.of(new Found("new", false), new Found("old", true), new Found("newer", false))
                            .iterator()
                    : Collections.emptyIterator();
        }

        public void putAway(Found object) {
            done.add("put away " + object.name());
        }

        public void take(Object object) {
            done.add("take " + (object instanceof Found found ? found.name() + " for " + found.task() : object));
        }
    }

    final class Taker {
        private final Path spool;

        Taker(Path spool) {
            this.spool = spool;
        }

        public void take(File file, String task) throws java.io.IOException {
            Files.move(file.toPath(), spool.resolve(file.getName()), StandardCopyOption.ATOMIC_MOVE);
            done.add("take " + file.getName() + " for " + task);
        }
    }

    private static void drop(Path inbox, String name) throws java.io.IOException {
        Path file = inbox.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }
}
