package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CarpetWriter;
import dev.caravan.testkit.Ports;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What is downloaded and unpacked: the start script, a read-only program, a user without rights, what systemd is told. */
@Timeout(600)
class TarballIT {
    private static final Path JAR = Path.of(System.getProperty("caravan.jar", "target/caravan.jar"));
    private static final String NOBODY = "65534";

    @TempDir
    static Path folder;

    private static Path home;
    private final List<JarProcess> started = new ArrayList<>();

    @BeforeAll
    static void unpack() throws Exception {
        // Others than root must be able to pass.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path tarball;
        try (Stream<Path> all = Files.list(JAR.toAbsolutePath().getParent())) {
            tarball = all.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No tarball beside " + JAR + ": mvn -DskipTests package"));
        }
        assertThat(new ProcessBuilder("tar", "-xzf", tarball.toString(), "-C", folder.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        home = folder.resolve(tarball.getFileName().toString().replace(".tar.gz", ""));
    }

    @AfterEach
    void end() {
        started.forEach(JarProcess::kill);
    }

    private JarProcess start(Map<String, String> environment, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(folder.resolve("elsewhere")).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CARAVAN_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        var process = new JarProcess(builder, folder);
        started.add(process);
        return process;
    }

    private JarProcess caravan(Map<String, String> environment, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/caravan").toString()));
        command.addAll(List.of(words));
        return start(environment, command);
    }

    /** As a user who owns only these folders, if this one may become another. */
    private JarProcess unprivileged(Map<String, String> environment, List<Path> owned, String... words)
            throws Exception {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            List<String> give = new ArrayList<>(List.of("chown", "-R", NOBODY + ":" + NOBODY));
            owned.forEach(path -> give.add(path.toString()));
            assertThat(new ProcessBuilder(give).start().waitFor()).isZero();
            command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
        }
        command.add(home.resolve("bin/caravan").toString());
        command.addAll(List.of(words));
        return start(environment, command);
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        JarProcess version = caravan(Map.of(), "version");
        assertThat(version.waitFor(Duration.ofSeconds(30))).isZero();
        assertThat(version.output()).hasSize(1).first().asString().matches("caravan \\d+\\.\\d+.*");

        JarProcess none = caravan(Map.of("JAVA_HOME", "/nowhere"), "version");
        assertThat(none.waitFor(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(none.said())
                .isEqualTo(
                        "JAVA_HOME is /nowhere, which has no bin/java. Set it to a Java 17 or newer, or unset it.\n");

        Path old = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
        Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
        JarProcess eleven = caravan(Map.of("JAVA_HOME", folder.resolve("old").toString()), "version");
        assertThat(eleven.waitFor(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(eleven.said())
                .isEqualTo(old + " is Java 11.0.2. Caravan needs Java 17 or newer: install one, or set JAVA_HOME.\n");
    }

    @Test
    void worksInAFolderWithSpacesAndByALink() throws Exception {
        Path spaced = Files.createDirectories(folder.resolve("with some spaces"));
        Path moved = spaced.resolve("caravan");
        Files.createSymbolicLink(moved, home);
        Path link = Files.createSymbolicLink(spaced.resolve("start"), moved.resolve("bin/caravan"));
        JarProcess check = start(Map.of(), List.of(link.toString(), "check"));
        assertThat(check.waitFor(Duration.ofMinutes(2))).as(check.said()).isZero();
        assertThat(check.lastLine()).startsWith("check: ok (");
    }

    @Test
    void hasTheLibrariesOfTheJarAndOneTimeForAllFiles() throws Exception {
        TreeSet<String> packed = new TreeSet<>();
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("BOOT-INF/lib/.*\\.jar"))
                    .forEach(name -> packed.add(name.substring("BOOT-INF/lib/".length())));
        }
        packed.add("caravan.jar");
        TreeSet<String> unpacked = new TreeSet<>();
        try (Stream<Path> all = Files.list(home.resolve("lib"))) {
            all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .forEach(unpacked::add);
        }
        assertThat(unpacked).isEqualTo(packed);
        try (Stream<Path> all = Stream.of("README.md", "lib/caravan.jar", "config/models.yaml", "docs/install.md")
                .map(home::resolve)) {
            assertThat(all.map(TarballIT::time).distinct()).hasSize(1);
        }
        assertThat(home.resolve("completion/caravan.bash"))
                .content()
                .contains("complete -o default -F _caravan caravan");
        assertThat(home.resolve("config/users.yaml")).doesNotExist();
        try (Stream<Path> all = Files.list(Path.of("src/main/resources/schemas"))) {
            assertThat(all.toList())
                    .isNotEmpty()
                    .allSatisfy(schema -> assertThat(home.resolve("schemas").resolve(schema.getFileName()))
                            .hasSameBinaryContentAs(schema));
        }
        try (Stream<Path> all = Files.list(home.resolve("lib/hawtio"))) {
            assertThat(all.map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", "")))
                    .containsExactlyInAnyOrder(
                            "camel-management",
                            "camel-xml-io",
                            "hawtio-springboot",
                            "jolokia-json",
                            "jolokia-server-core",
                            "jolokia-service-jmx",
                            "jolokia-service-serializer");
        }
    }

    private static String time(Path file) {
        try {
            return Files.getLastModifiedTime(file).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsSystemdWhatItUnderstands() throws Exception {
        assertThat(new ProcessBuilder("sh", "-n", home.resolve("bin/caravan").toString())
                        .start()
                        .waitFor())
                .isZero();
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd here");
        Path unit = folder.resolve("caravan.service");
        String written = Files.readString(home.resolve("systemd/caravan.service"));
        Files.writeString(unit, written.replace("/opt/caravan", home.toString()));
        JarProcess verify = start(Map.of(), List.of("systemd-analyze", "verify", unit.toString()));
        assertThat(verify.waitFor(Duration.ofSeconds(60))).as(verify.said()).isZero();
        assertThat(verify.said()).doesNotContain("caravan.service:");
        assertThat(written).contains("ProtectSystem=strict", "NoNewPrivileges=true", "Restart=on-failure");
    }

    /** Named like the columns. */
    record Review(String review_id, String product, int stars, String text) {}

    @Test
    void aUserWithoutRightsRunsAReadOnlyProgramWhichStartsFromItsArchiveAndStopsInTime() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        JarProcess warmUp = unprivileged(Map.of("CARAVAN_CACHE", cache.toString()), List.of(cache), "warm-up");
        assertThat(warmUp.waitFor(Duration.ofMinutes(2))).as(warmUp.said()).isZero();
        assertThat(warmUp.lastLine()).startsWith("Starts are faster from now on: " + cache);

        Path data = Files.createDirectories(folder.resolve("data"));
        Path classes = Files.createDirectories(folder.resolve("log")).resolve("classes.txt");
        Map<String, String> environment = installed(data, cache, classes);
        CompressionCodecName[] codecs = {
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD
        };
        Path inbox = Files.createDirectories(data.resolve("inbox/product-reviews"));
        for (CompressionCodecName codec : codecs) {
            reviews(inbox.resolve(codec + ".parquet"), codec);
        }
        JarProcess run = unprivileged(
                environment,
                List.of(data, classes.getParent()),
                "--server.port=0",
                "--caravan.exit-when-settled=true",
                "--caravan.collect.every-ms=100");
        assertThat(run.waitFor(Duration.ofMinutes(2))).as(run.lastWords()).isZero();
        assertThat(run.lastLine()).startsWith("settled read=16 refused=0 ").contains(" invalid=0 error=0 ");
        int published = Integer.parseInt(run.lastLine().replaceFirst(".* published=(\\d+) .*", "$1"));
        assertThat(published).isPositive();
        assertThat(rows(data.resolve("outbox/reviews"))).isEqualTo(published);
        assertThat(loaded(classes, "shared objects file \\(top\\)")).isGreaterThan(10_000);
        assertThat(loaded(classes, "source: file:.*\\.jar")).isLessThan(3_000);
        stopsInTheMiddleOfReading(environment, data);
    }

    private static Map<String, String> installed(Path data, Path cache, Path classes) throws IOException {
        Path etc = folder.resolve("etc");
        FileSystemUtils.copyRecursively(home.resolve("config"), etc.resolve("config"));
        FileSystemUtils.copyRecursively(home.resolve("routes"), etc.resolve("routes"));
        Path task = etc.resolve("config/tasks/product-reviews/task.yaml");
        Files.writeString(
                task,
                Files.readString(task)
                        .replace("[reviews-jsonl]", "[reviews-parquet]")
                        .replace("30s", "1s"));
        Files.writeString(
                etc.resolve("routes/sinks/reviews-parquet.camel.yaml"),
                Files.readString(etc.resolve("routes/sinks/tickets-jsonl.camel.yaml"))
                        .replace("tickets-jsonl", "reviews-parquet")
                        .replace("kamelet:jsonl-file-sink", "kamelet:parquet-file-sink")
                        .replace("triage-tickets", "reviews"));
        return Map.of(
                "CARAVAN_CONFIG", etc.resolve("config").toString(),
                "CARAVAN_ROUTES", etc.resolve("routes").toString(),
                "CARAVAN_DATA", data.toString(),
                "CARAVAN_CACHE", cache.toString(),
                "CARAVAN_JAVA_OPTS", "-Xlog:class+load:file=" + classes);
    }

    private static void reviews(Path file, CompressionCodecName codec) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                CarpetWriter<Review> writer = new CarpetWriter.Builder<>(out, Review.class)
                        .withCompressionCodec(codec)
                        .build()) {
            for (int i = 1; i <= 4; i++) {
                writer.write(new Review(codec + "-" + i, "kettle", i, "It boils water, for the " + i + ". time"));
            }
        }
    }

    private static int rows(Path outbox) throws IOException {
        int rows = 0;
        try (Stream<Path> files = Files.list(outbox)) {
            for (Path file : files.toList()) {
                rows += new CarpetReader<>(file.toFile(), Map.class).toList().size();
            }
        }
        return rows;
    }

    private static long loaded(Path classes, String from) throws IOException {
        Pattern pattern = Pattern.compile(from);
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.filter(line -> pattern.matcher(line).find()).count();
        }
    }

    private void stopsInTheMiddleOfReading(Map<String, String> environment, Path data) throws Exception {
        Path inbox = Files.createDirectories(data.resolve("inbox/triage-tickets"));
        try (BufferedWriter out = Files.newBufferedWriter(inbox.resolve("many.csv"))) {
            out.write("ticket_id,customer,product,opened_at,subject,body\n");
            for (int i = 0; i < 400_000; i++) {
                out.write("T-" + i + ",C-20417,Router X2,2026-11-02T07:51:00Z,It reboots,It reboots every night\n");
            }
        }
        int port = Ports.free();
        JarProcess run = unprivileged(environment, List.of(data), "--server.port=" + port);
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> healthy(port) == 0);
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isRead(data.resolve("spool/drops/5")));
        long asked = System.nanoTime();
        run.terminate();
        assertThat(run.waitFor(Duration.ofSeconds(30))).as(run.lastWords()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
        assertThat(healthy(port)).isEqualTo(1);
    }

    /** As the health check of the image. */
    private static int healthy(int port) throws Exception {
        return new ProcessBuilder(home.resolve("bin/healthy").toString(), Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("healthy.txt").toFile())
                .start()
                .waitFor();
    }

    /** Whether a part of its records is kept already. */
    private static boolean isRead(Path drop) throws IOException {
        if (!Files.isDirectory(drop)) {
            return false;
        }
        try (Stream<Path> all = Files.list(drop)) {
            return all.filter(file -> file.getFileName().toString().contains("segment-"))
                    .anyMatch(file -> file.toFile().length() > 0);
        }
    }
}
