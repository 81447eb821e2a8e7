package dev.caravan.route;

import dev.caravan.hawtio.Libraries;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.ManagementStrategyFactory;
import org.apache.camel.spi.ModelToXMLDumper;
import org.apache.camel.spring.boot.CamelContextConfiguration;

/** Registers the routes as MBeans for as long as their context lives, by libraries that only hawtio has. */
final class RoutesAsMBeans implements CamelContextConfiguration {
    private final Libraries libraries;

    RoutesAsMBeans(Libraries libraries) {
        this.libraries = libraries;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        ManagementStrategyFactory mbeans = libraries.make(
                "org.apache.camel.management.JmxManagementStrategyFactory", ManagementStrategyFactory.class);
        ModelToXMLDumper drawings = libraries.make("org.apache.camel.xml.LwModelToXMLDumper", ModelToXMLDumper.class);
        context.getCamelContextExtension().addContextPlugin(ModelToXMLDumper.class, drawings);
        try {
            LifecycleStrategy lifecycle = mbeans.createLifecycle(context);
            mbeans.setupManagement(context, mbeans.create(context, null), lifecycle);
        } catch (Exception e) {
            throw new IllegalStateException("The routes can't be MBeans: " + e.getMessage(), e);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {}
}
