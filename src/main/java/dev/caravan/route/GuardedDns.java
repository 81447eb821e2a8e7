package dev.caravan.route;

import dev.caravan.config.OutgoingHosts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Gives only addresses that may be sent to. A connection is made to what this gives, so the address that was judged is the
 * one that is spoken to, whatever the name stands for a moment later.
 */
final class GuardedDns implements DnsResolver {
    private final OutgoingHosts hosts;

    GuardedDns(OutgoingHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (!hosts.names(host)) {
            throw new UnknownHostException(host + " is not in " + OutgoingHosts.SETTING + "; nothing was sent");
        }
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        InetAddress[] allowed = Arrays.stream(addresses).filter(hosts::allows).toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw new UnknownHostException(host + " is " + addresses[0].getHostAddress()
                    + ", which is no public address. If it shall be sent to, name it in " + OutgoingHosts.SETTING
                    + "; nothing was sent");
        }
        return allowed;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
