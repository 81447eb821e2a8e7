package dev.caravan.intake.zone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.AntPathMatcher;

class GlobTest {
    /** The last column is also what Spring's reading of Ant's patterns says, which Camel's file source uses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "**           ; a/b.csv      ; true",
                "*.csv        ; a.csv        ; true",
                "*.csv        ; a/b.csv      ; false",
                "**/*.csv     ; a.csv        ; true",
                "**/*.csv     ; a/b/c.csv    ; true",
                "**/*.csv     ; a/b/c.csv.gz ; false",
                "a/**/z.csv   ; a/z.csv      ; true",
                "a/**/z.csv   ; a/b/c/z.csv  ; true",
                "a/**/z.csv   ; az.csv       ; false",
                "a?.csv       ; ab.csv       ; true",
                "a?.csv       ; a/.csv       ; false",
                "(a|b)+.csv   ; a.csv        ; false",
                "day-[1].csv  ; day-[1].csv  ; true"
            })
    void readsPatternsAsAntDoes(String pattern, String path, boolean matches) {
        assertThat(new Glob(pattern).matches(path)).isEqualTo(matches);
        assertThat(new AntPathMatcher().match(pattern, path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"x.csv, true", "x.jsonl, true", "x.txt, false"})
    void takesSeveral(String path, boolean matches) {
        assertThat(new Glob("**/*.csv, **/*.jsonl").matches(path)).isEqualTo(matches);
    }
}
