package dev.caravan.publish.bucket;

import dev.caravan.bucket.Buckets;
import dev.caravan.publish.ContentFormats;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BucketSinkConfiguration {

    @Bean
    BucketSink bucketSink(Buckets buckets, ContentFormats formats) {
        return new BucketSink(buckets, formats);
    }
}
