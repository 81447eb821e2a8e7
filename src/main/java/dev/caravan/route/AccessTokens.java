package dev.caravan.route;

import dev.caravan.model.Credential;
import dev.caravan.provider.TokenSource;
import java.io.IOException;
import java.util.List;

/** Finds the source of access tokens for a credential. */
final class AccessTokens {
    private final List<TokenSource> sources;

    AccessTokens(List<TokenSource> sources) {
        this.sources = List.copyOf(sources);
    }

    String of(Credential credential) throws IOException {
        for (TokenSource source : sources) {
            if (source.scheme() == credential.provider().wire().auth().scheme()) {
                return source.token(credential);
            }
        }
        throw new IOException("Credential \"" + credential.name() + "\": nothing here gets tokens for \""
                + credential.provider().wire().auth().scheme() + "\"");
    }
}
