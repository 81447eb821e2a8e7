package dev.caravan.route;

import dev.caravan.config.OutgoingHosts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Finds any host that the configuration's files send to, wherever it is. Every other one was named over HTTP, so it must be one
 * that may be sent to, at an address that may.
 */
final class ProviderDns implements DnsResolver {
    private final Set<String> ofFiles;
    private final DnsResolver guarded;

    /** @param ofFiles names in lower case */
    ProviderDns(Set<String> ofFiles, OutgoingHosts hosts) {
        this.ofFiles = Set.copyOf(ofFiles);
        this.guarded = new GuardedDns(hosts);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return ofFiles.contains(host.toLowerCase(Locale.ROOT))
                ? SystemDefaultDnsResolver.INSTANCE.resolve(host)
                : guarded.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
