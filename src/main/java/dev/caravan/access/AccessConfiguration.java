package dev.caravan.access;

import dev.caravan.config.Problems;
import dev.caravan.ledger.Ledger;
import dev.caravan.task.Workspaces;
import jakarta.servlet.DispatcherType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.filter.DelegatingFilterProxy;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The doors. Chains of filters are made when the first request comes that needs them: most starts, of commands and of tests,
 * never see one.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AccessConfiguration {
    private static final String SECURITY = "springSecurityFilterChain";
    static final String CONTENT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Bean
    static BeanFactoryPostProcessor securityIsMadeWhenItIsNeeded() {
        return beans -> {
            for (String name : beans.getBeanDefinitionNames()) {
                BeanDefinition bean = beans.getBeanDefinition(name);
                String maker = bean.getFactoryBeanName() == null ? bean.getBeanClassName() : bean.getFactoryBeanName();
                if (maker != null
                        && (maker.startsWith("org.springframework.security.")
                                || maker.equals(AccessConfiguration.class.getName()))) {
                    bean.setLazyInit(true);
                }
            }
        };
    }

    @Bean
    Users users(@Value("${caravan.config:config}") Path configDir) {
        Problems problems = new Problems();
        Users users = Users.read(configDir, problems);
        problems.throwIfAny();
        return users;
    }

    @Bean
    LoginThrottle loginThrottle(Clock clock) {
        return new LoginThrottle(clock);
    }

    @Bean
    PasswordLogin passwordLogin(Users users, LoginElsewhere elsewhere, LoginThrottle throttle, Clock clock) {
        Users own = elsewhere.passwordsCount() ? users : new Users(Map.of());
        return new PasswordLogin(own, throttle, new Verified(clock));
    }

    @Bean
    Visitors visitors(@Value("${caravan.access.visitors:10000}") int most) {
        return new Visitors(most);
    }

    /** Instead of Spring Boot's own registration, which would stand before the simulator and the webhooks too. */
    @Bean
    DelegatingFilterProxyRegistrationBean openDoors(Environment environment) {
        List<String> open = new ArrayList<>(List.of("/webhooks/", "/actuator/"));
        if (environment.acceptsProfiles(Profiles.of("simulator"))) {
            open.add("/simulator/");
        }
        boolean figures = environment.getProperty("caravan.metrics.open", Boolean.class, true);
        List<String> closed = figures ? List.of() : List.of(OpenDoors.METRICS);
        DelegatingFilterProxyRegistrationBean doors = new DelegatingFilterProxyRegistrationBean(SECURITY) {
            @Override
            public DelegatingFilterProxy getFilter() {
                return new OpenDoors(SECURITY, open, closed);
            }
        };
        doors.setDispatcherTypes(DispatcherType.REQUEST);
        return doors;
    }

    /** The web server refuses encoded slashes, with a page of its own; {@link PathGuard} knows where they mean something. */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
        return factory -> factory.addConnectorCustomizers(
                connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }

    @Bean
    static KeptSessions keptSessions(
            @Value("${caravan.data:data}") Path data, @Value("${caravan.config:config}") Path config) {
        return new KeptSessions(data, config);
    }

    @Bean
    static HttpFirewall pathGuard() {
        return new PathGuard();
    }

    @Bean
    static RequestRejectedHandler strangePaths() {
        return new StrangePaths();
    }

    @Bean
    static FilterRegistrationBean<RequestIds> requestIds() {
        FilterRegistrationBean<RequestIds> filter = new FilterRegistrationBean<>(new RequestIds());
        filter.addUrlPatterns("/v1/*", "/api/*");
        filter.addUrlPatterns(KeyPaths.OPERATIONS.toArray(String[]::new));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    static FilterRegistrationBean<ProblemFilter> problems() {
        FilterRegistrationBean<ProblemFilter> filter = new FilterRegistrationBean<>(new ProblemFilter());
        filter.addUrlPatterns("/api/*", "/openapi.yaml", "/openapi.json");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    @Bean
    static ProblemResolver problemResolver() {
        return new ProblemResolver();
    }

    @Bean
    Keys keys(Ledger ledger, Clock clock) {
        return new Keys(ledger.apiKeys(), clock);
    }

    @Bean
    KeyRates keyRates(
            @Value("${caravan.access.requests-per-minute:600}") int perMinute,
            @Value("${caravan.access.uploads:4}") int uploads,
            Clock clock) {
        return new KeyRates(perMinute, uploads, clock);
    }

    @Bean
    Sight sight(Ledger ledger, Workspaces workspaces) {
        return new Sight(ledger, workspaces);
    }

    @Bean
    static WebMvcConfigurer onlyOwn(ObjectProvider<Sight> sight) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                // A body of lines may come as a form: whoever reads its parameters eats it. Those ids are looked up by
                // workspace.
                registry.addInterceptor(new OnlyOwn(sight::getObject)).excludePathPatterns(KeyPaths.patterns());
            }
        };
    }

    /** For programs that submit: an API key with each request, errors as OpenAI's clients read them. */
    @Bean
    @Order(1)
    SecurityFilterChain submitters(HttpSecurity http, Keys keys, KeyRates rates) throws Exception {
        headers(http);
        OpenAiRefusals refusals = new OpenAiRefusals();
        return http.securityMatcher(KeyPaths.patterns())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .addFilterBefore(new KeyLogin(keys, refusals), BasicAuthenticationFilter.class)
                .addFilterAfter(new KeyLimits(rates, OpenAiRefusals::tooMany), KeyLogin.class)
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterAfter(new CallerIds(), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().access(Needs.rules()))
                .build();
    }

    /** For programs that manage: an API key or a password with each request, no session that another site could ride on. */
    @Bean
    @Order(2)
    SecurityFilterChain programs(
            HttpSecurity http,
            PasswordLogin login,
            LoginElsewhere elsewhere,
            Keys keys,
            KeyRates rates,
            ObjectProvider<Ledger> ledger,
            ObjectProvider<Sight> sight)
            throws Exception {
        headers(http);
        Refusals.NoProgram nobody = new Refusals.NoProgram(elsewhere.passwordsCount());
        return http.securityMatcher(
                        "/api/**",
                        "/openapi.yaml",
                        "/openapi.json",
                        OpenDoors.HEALTH + "/**",
                        OpenDoors.METRICS + "/**")
                .authenticationManager(new ProviderManager(login))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .addFilterAfter(new BodyLimit(), HeaderWriterFilter.class)
                .addFilterBefore(new KeyLogin(keys, nobody), BasicAuthenticationFilter.class)
                .addFilterAfter(
                        new KeyLimits(
                                rates,
                                (request, response, why) -> Problem.of(HttpStatus.TOO_MANY_REQUESTS, why)
                                        .write(request, response)),
                        KeyLogin.class)
                .addFilterAfter(new OnlyOnce(ledger::getObject), AuthorizationFilter.class)
                .httpBasic(basic -> basic.authenticationEntryPoint(nobody))
                .exceptionHandling(errors ->
                        errors.authenticationEntryPoint(nobody).accessDeniedHandler(new Refusals.NotThisProgram()))
                .addFilterAfter(new CallerIds(), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(OpenDoors.METRICS + "/**")
                        .access(Needs.everything(sight::getObject))
                        .anyRequest()
                        .access(Needs.rules()))
                .build();
    }

    /** For people: a form, or a page elsewhere, then a session. */
    @Bean
    @Order(3)
    SecurityFilterChain people(HttpSecurity http, PasswordLogin login, Users users, LoginElsewhere elsewhere)
            throws Exception {
        headers(http);
        http.headers(headers -> headers.addHeaderWriter((request, response) -> elsewhere
                        .leavesTo()
                        .ifPresent(site -> response.setHeader(
                                "Content-Security-Policy",
                                CONTENT.replace("form-action 'self'", "form-action 'self' " + site))))
                .addHeaderWriter(new HawtioDoor.Content()));
        List<AuthenticationProvider> judges = new ArrayList<>(elsewhere.judges());
        if (elsewhere.passwordsCount()) {
            judges.add(login);
            http.formLogin(form ->
                    form.loginPage("/login").defaultSuccessUrl("/").failureHandler(new Refusals.WrongPassword()));
        }
        http.authenticationManager(new ProviderManager(judges))
                .requestCache(cache -> cache.requestCache(Refusals.pagesAskedFor()))
                .csrf(csrf -> csrf.ignoringRequestMatchers(HawtioDoor.READS))
                .addFilterAfter(new NobodyYet(users, elsewhere), HeaderWriterFilter.class)
                .logout(logout -> logout.logoutSuccessUrl("/login?out"))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(new Refusals.ToLogin())
                        .accessDeniedHandler(new Refusals.NotThisPerson()))
                .addFilterAfter(new CallerIds(), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/login", "/console/**", "/schemas/**")
                        .permitAll()
                        .anyRequest()
                        .access(Needs.rules()));
        elsewhere.open(http);
        return http.build();
    }

    private static void headers(HttpSecurity http) throws Exception {
        http.headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)));
    }
}
