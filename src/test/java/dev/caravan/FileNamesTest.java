package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    /** What a Java of its own says, as its encoding is settled before any test begins. */
    public static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            System.out.println(
                    FileNames.trouble(System.getProperty("sun.jnu.encoding")).orElse("all names"));
        }
    }

    private static String inLocale(String locale) throws Exception {
        ProcessBuilder java = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName()));
        java.environment().put("LC_ALL", locale);
        Process process = java.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void saysAtAStartWhichFilesCanNotBeTakenInTheLocaleOfPlainC() throws Exception {
        assertThat(inLocale("C"))
                .isEqualTo(
                        "File names are read and written as ANSI_X3.4-1968 here, as the locale says. Files whose names"
                                + " have other letters can't be taken: they stay in the inbox, and exit-when-settled does not end"
                                + " while they lie there. Start Caravan with LC_ALL=C.UTF-8 in its environment");
    }

    @Test
    void saysNothingWhereEveryNameCanBeWritten() throws Exception {
        assertThat(inLocale("C.UTF-8")).isEqualTo("all names");
    }
}
