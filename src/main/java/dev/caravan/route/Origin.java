package dev.caravan.route;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port of a URL, with the scheme's own port filled in. */
record Origin(String scheme, String host, int port) {

    static Origin of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return new Origin(scheme, host, uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80);
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
