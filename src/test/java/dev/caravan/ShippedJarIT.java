package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is in the packaged jar, and that what was taken out of it (src/build/trim.txt) is not missed. */
class ShippedJarIT {
    private static final Path JAR = Path.of(System.getProperty("caravan.jar", "target/caravan.jar"));
    private static final long MOST_BYTES = 120_000_000;
    /** {@code (group:name:version - address)} */
    private static final Pattern TOLD = Pattern.compile("\\([^:()]+:([^:()]+):(\\S+) - ");

    private static final String MODEL = "langdetect-183.bin";

    @Test
    void isNotLargerThan120Megabytes() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
    }

    @Test
    void hasEachLibraryOnceAndNoneOfTests() throws IOException {
        Map<String, List<String>> versions = new TreeMap<>();
        for (String library : libraries()) {
            versions.computeIfAbsent(library.replaceFirst("-\\d.*", ""), name -> new ArrayList<>())
                    .add(library);
        }
        assertThat(versions.values()).allSatisfy(all -> assertThat(all).hasSize(1));
        assertThat(versions.keySet())
                .contains("camel-aws2-s3", "kafka-clients", "snappy-java", "zstd-jni")
                .doesNotContain("junit-jupiter-api", "hadoop-shaded-guava", "woodstox-core", "netty-transport");
    }

    @Test
    void runsOnLinuxMacAndWindows() throws IOException {
        List<String> zstd = entries("zstd-jni");
        assertThat(zstd.stream()
                        .filter(name -> name.contains("libzstd-jni"))
                        .map(name -> name.replaceAll("/[^/]*$", "")))
                .containsExactlyInAnyOrder(
                        "linux/amd64", "linux/aarch64", "darwin/x86_64", "darwin/aarch64", "win/amd64");
        assertThat(entries("snappy-java"))
                .contains(
                        "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
                        "org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so",
                        "org/xerial/snappy/native/Mac/x86_64/libsnappyjava.dylib",
                        "org/xerial/snappy/native/Mac/aarch64/libsnappyjava.dylib",
                        "org/xerial/snappy/native/Windows/x86_64/snappyjava.dll")
                .doesNotContain("org/xerial/snappy/native/AIX/ppc64/libsnappyjava.a");
        assertThat(entries("lz4-java"))
                .contains(
                        "net/jpountz/util/linux/amd64/liblz4-java.so",
                        "net/jpountz/util/linux/aarch64/liblz4-java.so",
                        "net/jpountz/util/darwin/aarch64/liblz4-java.dylib",
                        "net/jpountz/util/win32/amd64/liblz4-java.so");
    }

    @Test
    void tellsLanguagesAsTheModelDoesThatItsOwnWasRoundedFrom() throws IOException {
        var whole = new LanguageDetectorME(model(ShippedJarIT.class.getResourceAsStream("/" + MODEL)));
        byte[] shipped = read("opennlp-models-langdetect", MODEL);
        var rounded = new LanguageDetectorME(model(new ByteArrayInputStream(shipped)));
        assertThat(shipped).hasSizeLessThan(7_000_000);
        for (String text : List.of(
                "The printer on the second floor has not worked since this morning.",
                "Der Drucker im zweiten Stock geht seit heute früh nicht mehr.",
                "L'imprimante du deuxième étage ne marche plus depuis ce matin.",
                "La stampante al secondo piano non funziona da stamattina.",
                "Принтер на втором этаже не работает с самого утра.",
                "二階のプリンターが今朝から動きません。",
                "ok",
                "42 %")) {
            Language[] expected = whole.predictLanguages(text);
            Language[] found = rounded.predictLanguages(text);
            assertThat(found[0].getLang()).as(text).isEqualTo(expected[0].getLang());
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i].getConfidence()).isCloseTo(expected[i].getConfidence(), Offset.offset(1e-6));
            }
        }
    }

    @Test
    void isToldWholeWithLicences() throws IOException {
        String told = Files.readString(JAR.resolveSibling("legal/THIRD-PARTY.txt"));
        assertThat(TOLD.matcher(told).results().map(found -> found.group(1) + "-" + found.group(2)))
                .containsAll(dependencies());
    }

    /** The build for a release has it: {@code mvn -Prelease verify}. */
    @Test
    void isToldWholeInTheListForScanners() throws IOException {
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            ZipEntry list = jar.getEntry("META-INF/sbom/caravan.cdx.json");
            assumeTrue(list != null, "not made with -Prelease");
            JsonNode components =
                    new ObjectMapper().readTree(jar.getInputStream(list)).path("components");
            List<String> told = new ArrayList<>();
            components.forEach(one -> {
                told.add(one.path("name").asText() + "-" + one.path("version").asText());
                assertThat(one.path("licenses")).as(one.path("name").asText()).isNotEmpty();
            });
            assertThat(told).containsAll(dependencies());
        }
    }

    /** Libraries as {@code name-version}, without the one that the packaging adds, which is a part of Spring Boot. */
    private static List<String> dependencies() throws IOException {
        List<String> all = libraries().stream()
                .map(library -> library.replaceFirst("(-without-natives)?\\.jar$", ""))
                .filter(library -> !library.startsWith("spring-boot-jarmode-tools-"))
                .toList();
        assertThat(all).hasSizeGreaterThan(200);
        return all;
    }

    private static LanguageDetectorModel model(InputStream from) throws IOException {
        try (from) {
            return new LanguageDetectorModel(from);
        }
    }

    private static List<String> libraries() throws IOException {
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .toList();
        }
    }

    private static List<String> entries(String library) throws IOException {
        List<String> names = new ArrayList<>();
        each(library, (name, in) -> names.add(name));
        return names;
    }

    private static byte[] read(String library, String wanted) throws IOException {
        List<byte[]> found = new ArrayList<>();
        each(library, (name, in) -> {
            if (name.equals(wanted)) {
                found.add(in.readAllBytes());
            }
        });
        assertThat(found).as(wanted).hasSize(1);
        return found.get(0);
    }

    private interface Seen {
        void entry(String name, InputStream in) throws IOException;
    }

    private static void each(String library, Seen seen) throws IOException {
        String file = libraries().stream()
                .filter(name -> name.matches(library + "-\\d.*"))
                .findFirst()
                .orElseThrow();
        try (ZipFile jar = new ZipFile(JAR.toFile());
                var in = new ZipInputStream(jar.getInputStream(jar.getEntry("BOOT-INF/lib/" + file)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                seen.entry(entry.getName(), in);
            }
        }
    }
}
