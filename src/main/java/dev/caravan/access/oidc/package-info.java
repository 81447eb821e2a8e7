/** Login of people by OpenID Connect: settings, the way to the issuer and back, and who somebody is here by what it says. */
@NullMarked
package dev.caravan.access.oidc;

import org.jspecify.annotations.NullMarked;
