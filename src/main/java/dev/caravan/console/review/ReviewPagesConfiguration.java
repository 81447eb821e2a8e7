package dev.caravan.console.review;

import dev.caravan.console.Pages;
import dev.caravan.model.Models;
import dev.caravan.review.Reviews;
import dev.caravan.task.Tasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReviewPagesConfiguration {

    @Bean
    ItemPages itemPages(Pages pages, Reviews reviews, Models models, Tasks tasks) {
        return new ItemPages(pages, reviews, models, tasks);
    }
}
