import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Takes out of the packaged program what no run of it can use, and puts first what a start asks for most: {@code java
 * TrimJar.java caravan.jar trim.txt first.txt}. Libraries keep their names; the same jar gives the same bytes.
 */
class TrimJar {
    private static final String LIBRARIES = "BOOT-INF/lib/";

    /** One line of the rules: of the library of this name goes what matches. */
    private static final class Rule {
        private final String library;
        private final String how;
        private final Pattern entries;
        private int found;

        Rule(String line) {
            String[] words = line.split("\\s+");
            if (words.length != 3) {
                throw new IllegalArgumentException("Not \"library drop|round entries\": " + line);
            }
            library = words[0];
            how = words[1];
            entries = Pattern.compile(words[2]);
        }

        boolean is(String name, String kind) {
            boolean is = how.equals(kind) && entries.matcher(name).matches();
            found += is ? 1 : 0;
            return is;
        }
    }

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        List<Rule> rules = lines(Path.of(args[1])).stream().map(Rule::new).toList();
        Path part = jar.resolveSibling(jar.getFileName() + ".part");
        try (ZipFile all = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(part);
                ZipOutputStream out = new ZipOutputStream(file)) {
            if (all.getEntry("META-INF/TRIMMED") != null) {
                Files.delete(part);
                return;
            }
            List<String> first = lines(Path.of(args[2]));
            for (ZipEntry entry : inOrder(Collections.list(all.entries()), first)) {
                byte[] bytes = all.getInputStream(entry).readAllBytes();
                boolean index = entry.getName().equals("BOOT-INF/classpath.idx");
                copy(entry, index ? inOrder(bytes, first) : bytes, rules, out);
            }
            put(out, new ZipEntry("META-INF/TRIMMED"), Files.readAllBytes(Path.of(args[1])), false);
        }
        for (Rule rule : rules) {
            if (rule.found == 0) {
                throw new IllegalStateException(
                        "Nothing in " + rule.library + " matches " + rule.entries + " any more: correct " + args[1]);
            }
        }
        Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** What is no library stays where it is, before all libraries; then those of the list, then the others. */
    private static List<ZipEntry> inOrder(List<? extends ZipEntry> entries, List<String> first) {
        for (String library : first) {
            if (entries.stream().noneMatch(entry -> is(library, entry.getName()))) {
                throw new IllegalStateException("No library " + library + " any more: correct the list of the first");
            }
        }
        List<ZipEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingInt(
                entry -> entry.getName().matches(LIBRARIES + ".+") ? place(entry.getName(), first) : -1));
        return sorted;
    }

    /** The list by which libraries are unpacked, in the order of those in the program. */
    private static byte[] inOrder(byte[] index, List<String> first) {
        return new String(index, StandardCharsets.UTF_8)
                .lines()
                .sorted(Comparator.comparingInt(line -> place(line.substring(3), first)))
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int place(String path, List<String> first) {
        int at = 0;
        while (at < first.size() && !is(first.get(at), path)) {
            at++;
        }
        return at;
    }

    private static boolean is(String library, String path) {
        return path.matches(LIBRARIES + Pattern.quote(library) + "-\\d[^/]*");
    }

    private static void copy(ZipEntry entry, byte[] bytes, List<Rule> rules, ZipOutputStream out) throws IOException {
        String name = entry.getName();
        if (!name.startsWith(LIBRARIES) || !name.endsWith(".jar")) {
            put(out, entry, bytes, entry.getMethod() == ZipEntry.STORED);
            return;
        }
        String library = name.substring(LIBRARIES.length());
        List<Rule> own = rules.stream()
                .filter(rule -> library.startsWith(rule.library + "-"))
                .toList();
        put(out, entry, own.isEmpty() ? bytes : trimmed(bytes, own), true);
    }

    private static byte[] trimmed(byte[] library, List<Rule> rules) throws IOException {
        var made = new ByteArrayOutputStream(library.length);
        try (var in = new ZipInputStream(new ByteArrayInputStream(library));
                var out = new ZipOutputStream(made)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                if (rules.stream().noneMatch(rule -> rule.is(name, "drop"))) {
                    byte[] bytes = in.readAllBytes();
                    boolean round = rules.stream().anyMatch(rule -> rule.is(name, "round"));
                    put(out, entry, round ? rounded(bytes) : bytes, false);
                }
            }
        }
        return made.toByteArray();
    }

    /** A model whose weights have the digits of a float: what is behind them is noise of its training, and half of its size. */
    private static byte[] rounded(byte[] model) throws IOException {
        var made = new ByteArrayOutputStream(model.length);
        try (var in = new ZipInputStream(new ByteArrayInputStream(model));
                var out = new ZipOutputStream(made)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = in.readAllBytes();
                put(out, entry, entry.getName().endsWith(".model") ? weights(bytes) : bytes, false);
            }
        }
        return made.toByteArray();
    }

    /** The binary form of OpenNLP's maximum entropy models: texts first, then nothing but weights. */
    private static byte[] weights(byte[] model) throws IOException {
        var made = new ByteArrayOutputStream(model.length);
        try (var in = new DataInputStream(new ByteArrayInputStream(model));
                var out = new DataOutputStream(made)) {
            String type = in.readUTF();
            if (!type.equals("GIS")) {
                throw new IOException("A model of the kind " + type + " and not GIS");
            }
            out.writeUTF(type);
            out.writeInt(in.readInt());
            out.writeDouble(in.readDouble());
            for (int list = 0; list < 3; list++) {
                int texts = in.readInt();
                out.writeInt(texts);
                for (int i = 0; i < texts; i++) {
                    out.writeUTF(in.readUTF());
                }
            }
            while (in.available() > 0) {
                out.writeDouble((float) in.readDouble());
            }
        }
        return made.toByteArray();
    }

    private static void put(ZipOutputStream out, ZipEntry like, byte[] bytes, boolean stored) throws IOException {
        ZipEntry entry = new ZipEntry(like.getName());
        entry.setTimeLocal(like.getTime() >= 0 ? like.getTimeLocal() : LocalDateTime.of(2000, 1, 1, 0, 0));
        if (stored) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
