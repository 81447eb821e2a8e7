package dev.caravan.provider.entra;

import dev.caravan.provider.TokenSource;
import java.net.http.HttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EntraConfiguration {

    @Bean
    TokenSource entraTokens() {
        return new EntraTokens(new JdkHttp(HttpClient.newBuilder()));
    }
}
