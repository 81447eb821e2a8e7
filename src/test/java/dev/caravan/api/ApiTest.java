package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What holds for everything below {@code /api}. */
class ApiTest {

    /** Libraries bring a writer of XML, and Spring takes whichever the client likes best. */
    @Test
    void everyAnswerIsJsonWhateverElseThereAreWritersFor() throws ClassNotFoundException {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        Map<String, List<String>> produced = new TreeMap<>();
        for (var found : scan.findCandidateComponents("dev.caravan")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            RequestMapping all = mapping(type);
            for (Method method : type.getDeclaredMethods()) {
                RequestMapping one = mapping(method);
                boolean lines = one != null
                        && paths(all, one).anyMatch(path -> path.endsWith(".jsonl") || path.endsWith("/stream"));
                if (one != null && !lines && paths(all, one).anyMatch(path -> path.startsWith("/api"))) {
                    String[] own = one.produces().length > 0 || all == null ? one.produces() : all.produces();
                    produced.put(type.getSimpleName() + "." + method.getName(), List.of(own));
                }
            }
        }
        assertThat(produced).containsKeys("AuditController.of", "RerunsController.newest", "RerunsController.start");
        assertThat(produced.values()).containsOnly(List.of(MediaType.APPLICATION_JSON_VALUE));
    }

    private static @Nullable RequestMapping mapping(java.lang.reflect.AnnotatedElement element) {
        return AnnotatedElementUtils.findMergedAnnotation(element, RequestMapping.class);
    }

    private static Stream<String> paths(@Nullable RequestMapping all, RequestMapping one) {
        List<String> starts = all == null || all.path().length == 0 ? List.of("") : Arrays.asList(all.path());
        List<String> ends = one.path().length == 0 ? List.of("") : Arrays.asList(one.path());
        return starts.stream().flatMap(start -> ends.stream().map(end -> start + end));
    }
}
