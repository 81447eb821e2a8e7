package dev.caravan.intake.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.Repeated;
import dev.caravan.intake.TextualFormatContract;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlFormatTest extends TextualFormatContract {

    @Override
    protected RecordFormat format() {
        return new XmlFormat();
    }

    @Override
    protected String name() {
        return "xml";
    }

    @Override
    protected int firstLine() {
        return 2;
    }

    /** Without NUL, which XML can't hold. */
    @Override
    protected String awkward() {
        return super.awkward().replace("\0", "");
    }

    @Override
    protected String file(List<String> ids, List<String> texts) {
        StringBuilder file = new StringBuilder("<rows>");
        for (int i = 0; i < ids.size(); i++) {
            file.append("\n<row id=\"").append(ids.get(i)).append("\"><text>");
            file.append(texts.get(i).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                    .append("</text></row>");
        }
        return file + "\n</rows>\n";
    }

    @Test
    void turnsElementsIntoFields() {
        assertThat(read("""
                                <?xml version="1.0"?>
                                <!-- export --><tickets generated="today">
                                  <ticket id="7">
                                    <subject>Does not <![CDATA[<start> & stop]]></subject>
                                    <customer vip="yes"><name>Ada</name></customer>
                                    <tag>a</tag><tag/><tag>c</tag>
                                    <price currency="EUR"> 12 </price><empty></empty><none> </none>
                                  </ticket>
                                  <ticket><id>8</id><?hint no?><subject>One<!-- two --> three</subject></ticket>
                                  <note>only text</note><note/>
                                </tickets>
                                """))
                .containsExactly(
                        "3 {\"customer\":{\"name\":\"Ada\",\"vip\":\"yes\"},\"empty\":\"\",\"id\":\"7\",\"none\":\" \","
                                + "\"price\":{\"_text\":\"12\",\"currency\":\"EUR\"},"
                                + "\"subject\":\"Does not <start> & stop\",\"tag\":[\"a\",\"\",\"c\"]}",
                        "9 {\"id\":\"8\",\"subject\":\"One three\"}",
                        "10 {\"_text\":\"only text\"}",
                        "10 {}");
    }

    @Test
    void collectsTextBesideElementsAndWhatComesTwice() {
        assertThat(read("<r><d id='1'>\n Dear <b>Ada</b>, it is\n <b>late</b> . <id>2</id></d></r>"))
                .containsExactly("1 {\"_text\":\"Dear , it is .\",\"b\":[\"Ada\",\"late\"],\"id\":[\"1\",\"2\"]}");
    }

    @Test
    void readsNamesWithoutTheirNamespaces() {
        assertThat(read("<a:r xmlns:a='urn:a' xmlns='urn:b' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                        + " xsi:schemaLocation='urn:a file:///etc/passwd'><a:d a:id='1' xsi:type='x'><x>y</x>"
                        + "<a:z xsi:nil='true'/><q xml:lang='en' xsi:nil='false'>t</q></a:d></a:r>"))
                .containsExactly("1 {\"id\":\"1\",\"q\":{\"_text\":\"t\",\"lang\":\"en\"},\"x\":\"y\",\"z\":null}");
    }

    @Test
    void readsTheElementsThatTheTaskNames() {
        String file = "<export><meta><ticket-count>2</ticket-count></meta>text<page>\n<ticket id='1'><ticket id='1a'/>"
                + "</ticket></page><page>\n<t:ticket xmlns:t='urn:t' id='2'/></page></export>";
        assertThat(readElements(file, "ticket"))
                .containsExactly("2 {\"id\":\"1\",\"ticket\":{\"id\":\"1a\"}}", "3 {\"id\":\"2\"}");
        assertThat(readElements(file, "Ticket"))
                .containsExactly("! there is no element <Ticket> (input.record of the task) in the file; it begins with"
                        + " <export>, <meta>, <page>");
        assertThat(readElements("\n\n<ticket\nid='1'/>", "ticket")).containsExactly("4 {\"id\":\"1\"}");
        assertThat(readElements("<tickets/>", "ticket")).isEmpty();
        assertThat(read("<tickets> </tickets>")).isEmpty();
    }

    @Test
    void namesTheLineOnWhichARecordBegins() {
        assertThat(read("<r>\r\n<d\r\n  id='1'\r\n>\r\n</d>  <d id='2'/>\n\n\n <!--\n--> <d\nid='3'/></r>"))
                .containsExactly("2 {\"id\":\"1\"}", "5 {\"id\":\"2\"}", "9 {\"id\":\"3\"}");
    }

    @Test
    void refusesTextBetweenRecordsOnce() {
        assertThat(read("<r>\n<d id='1'/>\n\nlost " + "x".repeat(50_000) + "<!-- --> more\n<d id='2'/>\n</r>"))
                .containsExactly(
                        "2 {\"id\":\"1\"}",
                        "2 stray_text: text between the records; a record is an element below the root",
                        "5 {\"id\":\"2\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r><d>&x;</d></r>",
                "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x.dtd'><r><d/></r>",
                "<!DOCTYPE r PUBLIC '-//x' 'http://127.0.0.1:1/x.dtd'><r><d/></r>",
                "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><r><d>&b;</d></r>",
                "<!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><r><d/></r>",
                "<!DOCTYPE r [<!ATTLIST d x CDATA 'hidden'>]><r><d/></r>"
            })
    void allowsNoDoctype(String file) {
        assertThat(read(file))
                .containsExactly(
                        "! line 1: a DOCTYPE is not allowed: it could name other files, or grow without end; remove it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    <r>~<d>&x;</d></r>         | line 2: not valid XML: The entity "x" was referenced, but not declared.
                    <r>~<d e='&x;'/></r>       | line 2: not valid XML: The entity "x" was referenced, but not declared.
                    <r>~<d>&#0;</d></r>        | line 2: not valid XML: Character reference "&#0" is an invalid XML character.
                    <r>~<d>&#xD83D;</d></r>    | line 2: not valid XML: Character reference "&#xD83D" is an invalid XML character.
                    <r>~<d a='1' a='2'/></r>   | line 2: not valid XML: AttributeNotUnique?d&a
                    <r>~<p:d/></r>             | line 2: not valid XML: ElementPrefixUnbound?p&p:d
                    <r>~<d></e></r>            | line 2: not valid XML: The element type "d" must be terminated by the matching end-tag "</d>".
                    <r>~<d a=1/></r>           | line 2: not valid XML: Open quote is expected for attribute "a" associated with an  element type  "d".
                    <r>~<d>                    | line 2: not valid XML: XML document structures must start and end within the same entity.
                    <r/>~<r/>                  | line 2: not valid XML: The markup in the document following the root element must be well-formed.
                    id,text                    | line 1: not valid XML: Content is not allowed in prolog.
                    ``                         | line 1: not valid XML: Premature end of file.
                    <?xml version="1.1"?><r/>  | line 1: XML 1.1 is not read; save the file as XML 1.0
                    """)
    void endsWhereItIsNoXml(String file, String reason) {
        assertThat(read(file.replace('~', '\n'))).containsExactly("! " + reason);
    }

    @Test
    void endsAtANulCharacter() {
        assertThat(read(file(List.of("a", "b", "c"), List.of("x", "y\0z", ""))))
                .last()
                .asString()
                .startsWith("! line 3: not valid XML: An invalid XML character (Unicode: 0x0)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "Shift_JIS", "EUC-KR", "GB18030", "utf-8", "UTF-16"})
    void readsTheEncodingThatIsDeclared(String name) {
        String text = name.equals("Shift_JIS") || name.equals("EUC-KR") || name.equals("GB18030") ? "漢字" : "é";
        String file = "<?xml version=\"1.0\" encoding='" + name + "' ?>\n<r><d id='1'>" + text + "</d></r>";
        Charset charset = name.equals("UTF-16") ? UTF_8 : Charset.forName(name);
        assertThat(read(file.getBytes(charset), "xml")).containsExactly("2 {\"_text\":\"" + text + "\",\"id\":\"1\"}");
    }

    @Test
    void believesAByteOrderMarkMoreThanTheDeclaration() {
        String file = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><r><d>é</d></r>";
        assertThat(read("\uFEFF" + file)).containsExactly("1 {\"_text\":\"é\"}");
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            assertThat(read(("\uFEFF" + file).getBytes(Charset.forName(charset)), "xml"))
                    .containsExactly("1 {\"_text\":\"é\"}");
            assertThat(read(file.replace("ISO-8859-1", "UTF-16").getBytes(Charset.forName(charset)), "xml"))
                    .containsExactly("1 {\"_text\":\"é\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "UTF-32", "IBM037", "x-IBM1364", "../../x"})
    void refusesAnEncodingThatCanNotBe(String name) {
        assertThat(read("<?xml version=\"1.0\" encoding=\"" + name + "\"?><r/>").get(0))
                .startsWith("! line 1: the encoding \"" + name + "\" of the XML declaration is not known, or can't be");
    }

    @Test
    void endsAtAByteThatTheEncodingDoesNotHave() {
        byte[] file = "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<r><d>\u0081</d></r>"
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(read(file, "xml")).containsExactly("! line 2: the byte 0x81 is not valid windows-1252 here");
    }

    @Test
    void refusesDeepNestingAndReadsOn() {
        String deep = "<r>\n<d>" + "<e>".repeat(99) + "</e>".repeat(99) + "</d>\n<d>" + "<e>".repeat(100)
                + "</e>".repeat(100) + "</d>\n<d>" + "<e>".repeat(900) + "</e>".repeat(900) + "</d>\n<d id='1'/></r>";
        List<String> rows = read(deep);
        assertThat(rows.get(0)).startsWith("2 {\"e\":{\"e\":{");
        assertThat(rows.subList(1, 4))
                .containsExactly(
                        "3 bad_xml: nested deeper than 100 levels",
                        "4 bad_xml: nested deeper than 100 levels",
                        "5 {\"id\":\"1\"}");
        assertThat(read(new Repeated("<r>\n", "<d>", "", 50_000_000), "xml"))
                .containsExactly("! line 2: elements nested deeper than 1000 levels");
    }

    @Test
    void refusesRecordsThatAreTooLongAndReadsOn() {
        String tooLong = "1 record_too_long: longer than 8388608 characters";
        assertThat(read(new Repeated("<r><d>", "x".repeat(1000), "</d><d id='2'/></r>", 20_000), "xml"))
                .containsExactly(tooLong, "1 {\"id\":\"2\"}");
        assertThat(read(new Repeated("<r><d>", "<e/>", "</d><d id='2'/></r>", 600_000), "xml"))
                .containsExactly(tooLong, "1 {\"id\":\"2\"}");
        assertThat(read(new Repeated("<r><d>", "x".repeat(50) + "&lt;<!-- -->", "</d><d id='2'/></r>", 200_000), "xml"))
                .containsExactly(tooLong, "1 {\"id\":\"2\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<d a='", "<d ", "<", "<d><![CDATA[", "<!-- ", "<?x ", "<d>&", "<d xmlns='", "</"})
    void endsAtATagWithoutEnd(String beginning) {
        List<String> rows = read(new Repeated("<r>\n\n" + beginning, "x".repeat(100_000), "", 100_000), "xml");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsAnyOf(
                        "! line 3: the tag, comment or CDATA section that begins here is longer than 8388608 characters",
                        "! line 3: not valid XML: ");
    }

    @Test
    void endsWhereTheNamesHaveNoEnd() {
        String[] middles = {"<a%d/>", "<d a%d=''/>", "<p%d:d xmlns:p%d='u'/>", "<d xmlns='u%d'/>", "<?p%d?>"};
        for (String middle : middles) {
            StringBuilder file = new StringBuilder("<r>");
            for (int i = 0; i < 11_000; i++) {
                file.append(middle.replace("%d", Integer.toString(i)));
            }
            assertThat(read(file + "</r>"))
                    .last()
                    .asString()
                    .startsWith("! line 1: more than 10000 different names of elements, attributes and namespaces");
        }
    }

    private List<String> readElements(String file, String record) {
        return read(new ByteArrayInputStream(file.getBytes(UTF_8)), "xml", input(null, null, record));
    }
}
