package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes in the ways that files are damaged in, and in some that only an attacker thinks of. */
public final class Mutations {
    private static final List<String> TOKENS = List.of(
            "\"",
            "'",
            ",",
            ";",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "\0",
            "\0\0\0\0",
            "\uFEFF",
            "\u2028",
            "\u0085",
            "{",
            "}",
            "[",
            "]",
            "[{",
            "}]",
            ":",
            "null",
            "true",
            "-",
            "1e999999999",
            "-0.0e-999999999",
            "9".repeat(400),
            "\\",
            "\\u",
            "\\ud800",
            "\\u0000",
            "<",
            ">",
            "</",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "&",
            "&amp;",
            "&#0;",
            "&x;",
            "<!DOCTYPE r [<!ENTITY x \"y\">]>",
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
            "---\n",
            "PK\3\4",
            "PAR1",
            "{\"custom_id\":\"c000000-1-1\"}",
            "\"custom_id\":",
            "\"id\":",
            "\"error\":{}",
            "\"response\":null");
    private static final List<byte[]> BYTES = List.of(
            new byte[] {(byte) 0xC3},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xF8, (byte) 0x88},
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            new byte[] {(byte) 0xFE, (byte) 0xFF},
            new byte[] {0x1F, (byte) 0x8B, 8, 0},
            new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD},
            new byte[] {0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
    private static final List<String> NESTS = List.of("[", "{\"a\":", "<a>", "\"", "(", "[{\"a\":[");

    private final Random random;

    public Mutations(Random random) {
        this.random = random;
    }

    /** @param at how many bytes at the beginning are as they were; @param bytes what came of it */
    public record Mutated(int at, byte[] bytes) {}

    /** One to four kinds of damage on top of each other. */
    public Mutated of(byte[] whole) {
        var mutated = new Mutated(whole.length, whole);
        for (int i = random.nextInt(4); i >= 0; i--) {
            Mutated next = once(mutated.bytes());
            mutated = new Mutated(Math.min(mutated.at(), next.at()), next.bytes());
        }
        return mutated;
    }

    private Mutated once(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int to = at + random.nextInt(Math.min(200, bytes.length - at + 1));
        return switch (random.nextInt(10)) {
            case 0 -> new Mutated(at, Arrays.copyOf(bytes, at));
            case 1, 2 -> flipped(bytes, at);
            case 3 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, to), at);
            case 4 -> spliced(bytes, at, new byte[0], to);
            case 5 -> spliced(bytes, at, token(), at);
            case 6 -> spliced(bytes, at, token(), to);
            case 7 -> spliced(bytes, at, BYTES.get(random.nextInt(BYTES.size())), at);
            case 8 -> spliced(bytes, at, repeated(), at);
            default -> swapped(bytes, at, to);
        };
    }

    private Mutated flipped(byte[] bytes, int at) {
        if (at == bytes.length) {
            return new Mutated(at, bytes);
        }
        byte[] changed = bytes.clone();
        changed[at] = (byte) (random.nextBoolean() ? changed[at] ^ (1 << random.nextInt(8)) : random.nextInt(256));
        return new Mutated(at, changed);
    }

    private byte[] token() {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8);
    }

    /** Deep nesting and long lines; seldom so long that only a limit stops them. */
    private byte[] repeated() {
        int times = random.nextInt(20) == 0 ? 200_000 : random.nextInt(3_000);
        return NESTS.get(random.nextInt(NESTS.size())).repeat(times).getBytes(UTF_8);
    }

    private Mutated swapped(byte[] bytes, int from, int to) {
        int other = random.nextInt(bytes.length + 1);
        byte[] block = Arrays.copyOfRange(bytes, from, to);
        byte[] without = spliced(bytes, from, new byte[0], to).bytes();
        int place = Math.min(other, without.length);
        return new Mutated(
                Math.min(from, place), spliced(without, place, block, place).bytes());
    }

    private static Mutated spliced(byte[] bytes, int from, byte[] middle, int to) {
        var out = new ByteArrayOutputStream(from + middle.length + bytes.length - to);
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return new Mutated(from, out.toByteArray());
    }
}
