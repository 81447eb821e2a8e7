package dev.caravan.config;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where HTTP sinks and webhooks may send: hosts by name, and of the addresses behind a name only public ones, unless they are
 * named too. So neither a slip in a URL nor whoever has a name's DNS makes Caravan speak to what is inside its own network.
 */
public final class OutgoingHosts {
    /** What names the hosts. */
    public static final String SETTING = "caravan.outgoing.hosts";

    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?\\.?");
    /** Four numbers: what has fewer is an address to some and none to others. */
    private static final Pattern WHOLE = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|.*:.*");

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    private final List<String> names = new ArrayList<>();
    private final List<Range> ranges = new ArrayList<>();

    private record Range(byte[] from, int bits) {
        boolean has(byte[] address) {
            if (address.length != from.length) {
                return false;
            }
            int rest = address.length * 8 - bits;
            return new BigInteger(1, address).shiftRight(rest).equals(new BigInteger(1, from).shiftRight(rest));
        }
    }

    private OutgoingHosts() {}

    /** Reads the setting; says which of its hosts can't be one. */
    public static OutgoingHosts read(Environment environment, Problems problems) {
        return read(
                Binder.get(environment)
                        .bind(SETTING, Bindable.listOf(String.class))
                        .orElse(List.of()),
                problems);
    }

    /** Reads names ({@code hooks.example}, {@code *.example}), addresses and ranges of them ({@code 10.1.0.0/16}). */
    public static OutgoingHosts read(List<String> texts, Problems problems) {
        OutgoingHosts hosts = new OutgoingHosts();
        for (String text : texts) {
            String one = text.strip().toLowerCase(Locale.ROOT);
            if (!one.isEmpty() && !hosts.take(one)) {
                problems.add(
                        SETTING,
                        0,
                        "\"" + text + "\" is no host",
                        "Allowed: a name (hooks.example), all names below one (*.example), an address (10.1.2.3, ::1) or"
                                + " a range of them (10.1.0.0/16)");
            }
        }
        return hosts;
    }

    private boolean take(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (ADDRESS.matcher(host).matches()) {
            try {
                byte[] address = InetAddress.getByName(bare(host)).getAddress();
                int all = address.length * 8;
                int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
                ranges.add(new Range(address, bits));
                return WHOLE.matcher(host).matches() && bits >= 0 && bits <= all;
            } catch (UnknownHostException | NumberFormatException notAnAddress) {
                return false;
            }
        }
        names.add(withoutDot(text));
        return NAME.matcher(text).matches();
    }

    /** Whether requests may go to a host of a URL, as far as its name tells. */
    public boolean names(String host) {
        String name = withoutDot(host.toLowerCase(Locale.ROOT));
        if (ADDRESS.matcher(name).matches()) {
            try {
                byte[] address = InetAddress.getByName(bare(name)).getAddress();
                return ranges.stream().anyMatch(range -> range.has(address));
            } catch (UnknownHostException notAnAddress) {
                return false;
            }
        }
        return names.stream()
                .anyMatch(one -> one.startsWith("*.") ? name.endsWith(one.substring(1)) : one.equals(name));
    }

    /** Whether a connection may be made to this address, whatever name led there. */
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        return isPublic(address) || ranges.stream().anyMatch(range -> range.has(bytes));
    }

    /** Loopback, link-local (169.254.169.254, where clouds tell secrets), private, shared, reserved: nothing of it. */
    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] a = address.getAddress();
        int first = a[0] & 0xff;
        int second = a[1] & 0xff;
        if (address instanceof Inet6Address) {
            boolean global = (first & 0xe0) == 0x20;
            // 2002::/16 and 64:ff9b::/96 hide an IPv4 address, 2001:0::/32 a tunnel to one, 2001:db8::/32 is for books.
            boolean hides =
                    first == 0x20 && (second == 0x02 || second == 0x01 && (a[2] == 0 && a[3] == 0 || isBook(a)));
            return global && !hides;
        }
        return first != 0
                && first < 224
                && !(first == 100 && (second & 0xc0) == 64)
                && !(first == 192 && second == 0 && (a[2] == 0 || a[2] == 2))
                && !(first == 198 && ((second & 0xfe) == 18 || second == 51 && a[2] == 100))
                && !(first == 203 && second == 0 && a[2] == 113);
    }

    private static boolean isBook(byte[] a) {
        return Arrays.equals(Arrays.copyOfRange(a, 2, 4), new byte[] {0x0d, (byte) 0xb8});
    }

    private static String bare(String address) {
        return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
