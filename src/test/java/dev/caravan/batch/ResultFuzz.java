package dev.caravan.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ResultTargets;
import dev.caravan.provider.ResultTargets.Target;
import dev.caravan.testkit.FuzzRun;
import dev.caravan.testkit.JsonMutations;
import dev.caravan.testkit.Mutations;
import dev.caravan.testkit.Mutations.Mutated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The program of {@link ResultFuzzTest}: reads whole and damaged result files of every protocol, line by line. */
final class ResultFuzz {
    private static final int MOST_LINES = 12;

    private ResultFuzz() {}

    public static void main(String[] args) throws Exception {
        try (var watch = new FuzzRun.Watch()) {
            for (Target target : ResultTargets.all()) {
                run(target, Long.parseLong(args[1]), Integer.parseInt(args[2]), watch);
            }
        }
    }

    private static void run(Target target, long firstSeed, int cases, FuzzRun.Watch watch) {
        String name = target.protocol() + " " + target.endpoint();
        int wrong = 0;
        long lines = 0;
        for (long seed = firstSeed; seed < firstSeed + cases && wrong < 5; seed++) {
            watch.begins(name + " seed " + seed);
            try {
                lines += one(target, new Random(seed));
            } catch (IOException | RuntimeException | Error e) {
                wrong++;
                System.out.println("WRONG " + name + " seed " + seed + ": " + e + " "
                        + Arrays.stream(e.getStackTrace()).limit(8).toList());
            }
        }
        System.out.println(name + ": " + cases + " files, " + lines + " lines");
    }

    /** Each line that is not blank gives one result; those before the damage are as they were. */
    private static long one(Target target, Random random) throws IOException {
        StringBuilder file = new StringBuilder();
        int rows = 1 + random.nextInt(MOST_LINES);
        for (int i = 0; i < rows; i++) {
            file.append(target.goodLine().replace(ResultTargets.ID, id(i))).append('\n');
        }
        byte[] plain = file.toString().getBytes(UTF_8);
        List<ProviderResult> whole = read(target, plain);
        for (int i = 0; i < rows; i++) {
            ProviderResult result = whole.get(i);
            check(result.outcome() == Outcome.OK && id(i).equals(result.customId()), "line " + i + " is " + result);
        }
        Mutated damaged = new Mutations(random).of(plain);
        List<ProviderResult> results = read(target, damaged.bytes());
        check(
                results.size() == lines(damaged.bytes()),
                results.size() + " results of " + lines(damaged.bytes()) + " lines");
        int before = (int) count(Arrays.copyOf(damaged.bytes(), damaged.at()), '\n');
        check(
                results.subList(0, before).equals(whole.subList(0, before)),
                "lines before the damage changed: " + results);
        String hostile = new JsonMutations(random).of(target.goodLine());
        results.addAll(read(target, hostile.getBytes(UTF_8)));
        check(results.size() == lines(damaged.bytes()) + 1, "not one result of " + hostile);
        try {
            sound(results);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + " of " + hostile, e);
        }
        return results.size();
    }

    private static void sound(List<ProviderResult> results) {
        for (ProviderResult result : results) {
            check(!result.code().isEmpty(), "no code: " + result);
            check(result.outcome() != Outcome.OK || result.answer() != null, "fine, and no answer: " + result);
            var tokens = result.tokens();
            boolean parts = tokens.cached() <= tokens.in() && tokens.reasoning() <= tokens.out();
            boolean counted = parts && Math.min(tokens.cached(), tokens.reasoning()) >= 0;
            check(counted, "wrong tokens: " + tokens);
        }
    }

    private static String id(int i) {
        return ResultTargets.ID.replace("-1z-", "-1z" + i + "-");
    }

    private static List<ProviderResult> read(Target target, byte[] bytes) throws IOException {
        List<ProviderResult> results = new ArrayList<>();
        try (var scanner = new ResultScanner(new ByteArrayInputStream(bytes), 0)) {
            while (scanner.next()) {
                results.add(target.lines().read(scanner.buffer(), scanner.from(), scanner.to()));
            }
        }
        return results;
    }

    /** Lines with anything in them but one carriage return at the end. */
    private static long lines(byte[] bytes) {
        return Arrays.stream(new String(bytes, ISO_8859_1).split("\n", -1))
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                .filter(line -> !line.isEmpty())
                .count();
    }

    private static long count(byte[] bytes, char wanted) {
        long count = 0;
        for (byte b : bytes) {
            count += b == wanted ? 1 : 0;
        }
        return count;
    }

    private static void check(boolean holds, String wrong) {
        if (!holds) {
            throw new IllegalStateException(wrong.length() > 900 ? wrong.substring(0, 900) : wrong);
        }
    }
}
