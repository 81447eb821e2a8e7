package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.core.JobEngine;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.SimulatorSettings;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("simulator")
@Import({BedrockJobsController.class, BedrockModelsController.class, BedrockAskController.class})
class BedrockSurfaceConfiguration {
    @Bean
    BedrockSurface bedrockSurface() {
        return new BedrockSurface();
    }

    @Bean
    Buckets bedrockBuckets(
            @Value("${caravan.simulator.s3.endpoint:}") String endpoint,
            @Value("${caravan.simulator.s3.region:us-east-1}") String region,
            @Value("${caravan.simulator.s3.access-key:simulated}") String accessKey,
            @Value("${caravan.simulator.s3.secret-key:simulated}") String secretKey) {
        return new Buckets(endpoint, region, accessKey, secretKey);
    }

    @Bean
    BedrockParts bedrockParts(Buckets buckets, SimulatorSettings settings, JobEngine engine) throws IOException {
        Jobs jobs = engine.open(BedrockSurface.NAME, new BedrockLines(buckets, settings));
        return new BedrockParts(jobs, new NewJobs(jobs, new Inputs(buckets, settings), settings));
    }
}
