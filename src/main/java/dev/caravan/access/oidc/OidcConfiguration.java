package dev.caravan.access.oidc;

import dev.caravan.access.LoginElsewhere;
import dev.caravan.access.Users;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.model.Vault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

@Configuration(proxyBeanMethods = false)
class OidcConfiguration {

    @Bean
    LoginElsewhere loginElsewhere(
            @Value("${caravan.config:config}") Path configDir,
            Users users,
            Clock clock,
            ObjectProvider<Vault> vault,
            Environment environment) {
        Problems problems = new Problems();
        Placeholders placeholders = new Placeholders(
                name -> Optional.ofNullable(environment.getProperty(name)),
                name -> vault.getObject().secret(name));
        Optional<OidcSettings> settings =
                OidcReader.read(configDir, environment.getProperty(OidcReader.HERE), placeholders, problems);
        problems.throwIfAny();
        return settings.map(found -> login(found, users, clock)).orElse(LoginElsewhere.NOWHERE);
    }

    private static LoginElsewhere login(OidcSettings settings, Users users, Clock clock) {
        Duration timeout = settings.client().timeout();
        ClientHttpRequestFactory http = IssuerHttp.calls(timeout);
        RestClient calls = RestClient.builder().requestFactory(http).build();
        Issuer issuer = new Issuer(settings, calls);
        RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(RestClient.builder()
                .requestFactory(http)
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        DefaultOAuth2UserService userInfo = new DefaultOAuth2UserService();
        RestTemplate forUserInfo = new RestTemplate(http);
        forUserInfo.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        userInfo.setRestOperations(forUserInfo);
        OidcAuthorizationCodeAuthenticationProvider exchange =
                new OidcAuthorizationCodeAuthenticationProvider(tokens, new People(settings, users, clock, userInfo));
        exchange.setJwtDecoderFactory(new IdTokens(calls, timeout, clock));
        return new OidcLogin(settings, issuer, new Judge(issuer, exchange), new LastRequest(clock));
    }
}
