package dev.caravan.intake.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordFormatContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownTest extends RecordFormatContract {
    private static final String NAMES = "\"file_name\":\"source.md\"";
    private static final String PATH = "\"path\":\"source.md\"";

    @Override
    protected RecordFormat format() {
        return new TextFormat();
    }

    @Override
    protected String name() {
        return "md";
    }

    @Override
    protected byte[] bytes(List<String> ids, List<String> texts) {
        return ("---\nid: \"" + ids.get(0) + "\"\n---\n" + texts.get(0)).getBytes(UTF_8);
    }

    @Override
    protected int firstLine() {
        return 1;
    }

    @Override
    protected int rows(int wanted) {
        return 1;
    }

    @Override
    protected Map<String, Object> fields(String id, String text) {
        return Map.of("id", id, "file_name", "source.md", "path", "source.md", "text", text);
    }

    private List<String> read(String file) {
        return read(file.getBytes(UTF_8), "md");
    }

    @Test
    void makesFieldsOfFrontMatterAsItIsWritten() {
        assertThat(
                        read(
                                "---\r\nid: 007\r\ntags: [a, {b: ~}]\r\ndate: 2026-01-02 # day\r\ndraft: yes\r\n---\r\n# T\r\n"))
                .containsExactly("1 {\"date\":\"2026-01-02\",\"draft\":\"yes\"," + NAMES + ",\"id\":\"007\"," + PATH
                        + ",\"tags\":[\"a\",{\"b\":null}],\"text\":\"# T\\r\\n\"}");
        assertThat(read("---\n---")).containsExactly("1 {" + NAMES + "," + PATH + ",\"text\":\"\"}");
    }

    @Test
    void doesNotLetFrontMatterSetTheNameOrTheText() {
        assertThat(read("---\npath: /etc/x\nfile_name: y\ntext: z\n---\nreal"))
                .containsExactly("1 {" + NAMES + "," + PATH + ",\"text\":\"real\"}");
    }

    @Test
    void takesForTextWhatIsNoFrontMatter() {
        String laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n";
        for (String matter : List.of(
                "just text\n",
                "- list\n",
                "a: 1\na: 2\n",
                "a: [\n",
                "? [x]\n: 1\n",
                "a: &a [*a]\n",
                laughs,
                "a: " + "[".repeat(1000) + "]".repeat(1000) + "\n",
                "a: b: c\n",
                "a: " + "x".repeat(70_000) + "\nb: 1\n")) {
            String file = "---\n" + matter + "---\nrest";
            assertThat(read(file))
                    .singleElement()
                    .asString()
                    .contains("\"text\":\"---\\n")
                    .endsWith("---\\nrest\"}");
        }
        assertThat(read("---\na: 1\n")).singleElement().asString().contains("\"text\":\"---\\na: 1\\n\"");
        assertThat(read(" ---\na: 1\n---\n")).singleElement().asString().contains("\"text\":\" ---");
    }

    @Test
    void makesNoObjectsOfYamlTags() {
        assertThat(read("---\nid: !!javax.script.ScriptEngineManager x\n---\n"))
                .singleElement()
                .asString()
                .contains("\"text\":\"---\\nid: !!javax.script");
    }
}
