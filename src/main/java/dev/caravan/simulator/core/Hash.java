package dev.caravan.simulator.core;

/** Chance that comes out the same every time: 64 bits from a text. */
public final class Hash {
    private Hash() {}

    public static long of(String... parts) {
        long hash = 0xcbf29ce484222325L;
        for (String part : parts) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * 0x100000001b3L;
            }
            hash = (hash ^ 0x1f) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    /** Evenly spread over 0 (inclusive) to 1 (exclusive). */
    public static double fraction(String... parts) {
        return (of(parts) >>> 11) * 0x1.0p-53;
    }

    public static int below(int bound, String... parts) {
        return (int) (fraction(parts) * bound);
    }

    public static String hex(String... parts) {
        return "%016x%016x".formatted(of(parts), of(String.join("/", parts), "second half"));
    }
}
