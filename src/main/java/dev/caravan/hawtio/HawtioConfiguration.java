package dev.caravan.hawtio;

import jakarta.servlet.Servlet;
import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Hawtio's pages and what they read, below {@code /hawtio/}, behind the doors of the administrators. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("caravan.hawtio")
class HawtioConfiguration {
    /** Jolokia's; nothing of its errors but their message, and no search for other agents in the network. */
    private static final Map<String, String> SETTINGS = Map.of(
            "policyLocation", "classpath:/hawtio/policy.xml",
            "agentId", "caravan",
            "logHandlerClass", "org.jolokia.server.core.service.impl.QuietLogHandler",
            "includeStackTrace", "false",
            "allowErrorDetails", "false",
            "discoveryEnabled", "false",
            "disableDetectors", "true",
            "historyMaxEntries", "0");

    /** Before a web server starts for nothing. */
    @Bean
    static BeanFactoryPostProcessor hawtioIsThere() {
        return beans -> Libraries.check(ProgramFolder.get().resolve("hawtio"));
    }

    @Bean
    Libraries hawtioLibraries() {
        return Libraries.in(ProgramFolder.get().resolve("hawtio"));
    }

    /** Ended with the beans, and so before its classes can no longer be loaded; the web server ends last. */
    @Bean(destroyMethod = "destroy")
    Servlet jolokiaServlet(Libraries hawtioLibraries) {
        return hawtioLibraries.make("org.jolokia.server.core.http.AgentServlet", Servlet.class);
    }

    @Bean
    ServletRegistrationBean<Servlet> jolokia(Servlet jolokiaServlet) {
        var jolokia = new ServletRegistrationBean<>(jolokiaServlet, "/hawtio/jolokia/*");
        jolokia.setName("jolokia");
        jolokia.setInitParameters(SETTINGS);
        return jolokia;
    }

    @Bean
    ServletRegistrationBean<HawtioServlet> hawtio(Libraries hawtioLibraries) {
        return new ServletRegistrationBean<>(new HawtioServlet(hawtioLibraries), "/hawtio/*");
    }

    @Bean
    FilterRegistrationBean<WholeView> hawtioWholeView() {
        var filter = new FilterRegistrationBean<>(new WholeView());
        filter.addUrlPatterns("/hawtio/*");
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
        return filter;
    }
}
