package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.intake.FuzzTargets.Target;
import dev.caravan.task.Task;
import dev.caravan.testkit.FuzzRun;
import dev.caravan.testkit.Mutations;
import dev.caravan.testkit.Mutations.Mutated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The program of {@link ReaderFuzzTest}: reads whole and damaged files of every format. */
final class ReaderFuzz {
    private static final int MOST_ROWS = 60;

    /** Lines that are refused one by one, for formats in which a line is a row. */
    private static final Map<String, List<String>> BAD_LINES = Map.of(
            "csv", List.of("x", "a,b,c,d", "\"a\",\"b\",", "1,2,3,,,,,,,,,,"),
            "jsonl",
                    List.of(
                            "{\"id\":",
                            "[1]",
                            "nul",
                            "7",
                            "{\"a\":1,\"a\":2}",
                            "{} {}",
                            "\"x\"",
                            "{'a':1}",
                            "[".repeat(5000)));

    private final Formats formats;
    private final FuzzRun.Watch watch;
    private byte[] last = new byte[0];

    private ReaderFuzz(Formats formats, FuzzRun.Watch watch) {
        this.formats = formats;
        this.watch = watch;
    }

    public static void main(String[] args) throws Exception {
        List<Target> targets = FuzzTargets.all(Path.of(args[0]));
        try (var watch = new FuzzRun.Watch()) {
            var fuzz = new ReaderFuzz(FuzzTargets.formats(Path.of(args[0])), watch);
            for (Target target : targets) {
                fuzz.run(target, Long.parseLong(args[1]), Integer.parseInt(args[2]));
            }
        }
    }

    private void run(Target target, long firstSeed, int cases) throws IOException {
        int wrong = 0;
        long rows = 0;
        for (long seed = firstSeed; seed < firstSeed + cases && wrong < 5; seed++) {
            for (Packing packing : Packing.values()) {
                String name = target.name() + packing.extension;
                watch.begins(name + " seed " + seed);
                try {
                    rows += one(target, packing, new Random(seed));
                } catch (IOException | RuntimeException | Error e) {
                    wrong++;
                    Path kept = Files.write(Files.createTempFile("fuzz", "." + name), last);
                    System.out.println(kept + " holds what was read last");
                    System.out.println("WRONG " + name + " seed " + seed + ": " + e + " "
                            + Arrays.stream(e.getStackTrace()).limit(8).toList());
                }
            }
        }
        System.out.println(target.name() + ": " + cases * Packing.values().length * 2 + " files, " + rows + " rows");
    }

    /** A whole file gives every row; a damaged one gives those before the damage, however its bytes arrive. */
    private long one(Target target, Packing packing, Random random) throws IOException {
        int wanted = random.nextInt(MOST_ROWS);
        byte[] plain = target.file(random, wanted);
        List<String> whole = read(target, packing, packing.of(plain), random);
        int expected = target.rows(wanted);
        check(whole.size() == expected, "a whole file of " + expected + " rows gave " + whole.size());
        Mutated damaged = new Mutations(random).of(packing == Packing.PLAIN ? plain : packing.of(plain));
        long seed = random.nextLong();
        List<String> rows = read(target, packing, damaged.bytes(), new Random(seed));
        List<String> again = read(target, packing, damaged.bytes(), new Random(~seed));
        check(rows.equals(again), "the same bytes were read as " + shown(rows) + " and as " + shown(again));
        check(rows.size() <= damaged.bytes().length + 200_000, rows.size() + " rows of " + damaged.bytes().length);
        if (packing == Packing.PLAIN && target.isText()) {
            int before = before(target, plain, damaged.at(), random);
            check(
                    rows.size() >= before && rows.subList(0, before).equals(whole.subList(0, before)),
                    "of the " + before + " rows before the damage came " + shown(rows));
            badLines(target, plain, whole, random);
        }
        return whole.size() + rows.size();
    }

    /** Rows out and rows refused are the rows in, wherever bad ones stand between good ones. */
    private void badLines(Target target, byte[] plain, List<String> whole, Random random) throws IOException {
        List<String> bad = BAD_LINES.getOrDefault(target.name(), List.of());
        if (bad.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(new String(plain, UTF_8).split("\n")));
        int refused = random.nextInt(10);
        for (int i = 0; i < refused; i++) {
            lines.add(1 + random.nextInt(lines.size()), bad.get(random.nextInt(bad.size())));
        }
        byte[] mixed = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        List<String> rows = read(target, Packing.PLAIN, mixed, random);
        check(
                rows.stream().filter(row -> row.startsWith("row")).toList().equals(whole),
                "good rows are " + shown(rows));
        check(rows.size() == whole.size() + refused, refused + " bad lines became " + shown(rows));
    }

    /** How many rows end before this place: what a file has that is cut off there, but for its last row. */
    private int before(Target target, byte[] plain, int at, Random random) throws IOException {
        List<String> cut = read(target, Packing.PLAIN, Arrays.copyOf(plain, at), random);
        return (int)
                Math.max(0, cut.stream().filter(row -> row.startsWith("row")).count() - 1);
    }

    /** Every row as text; a file that can't be read any further ends with a reason. Nothing else may be thrown. */
    private List<String> read(Target target, Packing packing, byte[] bytes, Random random) throws IOException {
        last = bytes;
        List<String> rows = new ArrayList<>();
        Task.Input input = FormatTrial.input(null, null, null);
        try (RecordReader reader =
                formats.open("source." + target.name() + packing.extension, pieces(bytes, random), input)) {
            for (SourceRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(
                        row instanceof SourceRow.Readable readable
                                ? "row " + FormatTrial.json(readable.fields())
                                : "refused " + ((SourceRow.Refused) row).code());
            }
        } catch (UnreadableFileException e) {
            check(!e.reason().isBlank(), "a file was refused without a reason");
            rows.add("unreadable");
        }
        return rows;
    }

    private static InputStream pieces(byte[] bytes, Random random) {
        int most = random.nextBoolean() ? 1 + random.nextInt(7) : 1 + random.nextInt(8192);
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, most));
            }
        };
    }

    private static String shown(List<String> rows) {
        String text = rows.size() + " rows " + rows;
        return text.length() > 600 ? text.substring(0, 300) + " … " + text.substring(text.length() - 300) : text;
    }

    private static void check(boolean holds, String wrong) {
        if (!holds) {
            throw new IllegalStateException(wrong);
        }
    }

    private enum Packing {
        PLAIN(""),
        GZIP(".gz"),
        ZSTD(".zst");

        final String extension;

        Packing(String extension) {
            this.extension = extension;
        }

        byte[] of(byte[] plain) {
            return switch (this) {
                case PLAIN -> plain;
                case GZIP -> Packed.gzip(plain);
                case ZSTD -> Packed.zstd(plain);
            };
        }
    }
}
