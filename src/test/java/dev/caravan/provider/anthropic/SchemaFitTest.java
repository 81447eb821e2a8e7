package dev.caravan.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFitTest {

    private static String fit(String schema) {
        SchemaFit fit = SchemaFit.of(schema.replace('\'', '"'));
        assertThat(fit.why()).isEmpty();
        return String.valueOf(fit.schema()).replace('"', '\'');
    }

    private static String why(String schema) {
        SchemaFit fit = SchemaFit.of(schema.replace('\'', '"'));
        assertThat(fit.schema()).isNull();
        return fit.why().replace('"', '\'');
    }

    @Test
    void closesObjectsAndLeavesOutWhatIsNotTaken() {
        assertThat(fit(
                        "{'$schema':'x','$id':'y','type':'object','additionalProperties':true,'minProperties':1,'properties':{"
                                + "'a':{'type':'integer','minimum':1,'description':'one'},"
                                + "'b':{'type':'array','minItems':2,'items':{'type':'string','pattern':'x','maxLength':3}},"
                                + "'c':{'type':'object','properties':{'d':{'enum':['x','y']}}}},'required':['a']}"))
                .isEqualTo("{'type':'object','required':['a'],'properties':{"
                        + "'a':{'type':'integer','description':'one'},"
                        + "'b':{'type':'array','items':{'type':'string'}},"
                        + "'c':{'type':'object','properties':{'d':{'enum':['x','y']}},'additionalProperties':false}},"
                        + "'additionalProperties':false}");
    }

    @Test
    void keepsDefinitionsAndMakesOneOfAnyOf() {
        assertThat(fit("{'type':'object','properties':{'a':{'$ref':'#/$defs/p'},'b':{'oneOf':[{'type':'null'},"
                        + "{'$ref':'#/$defs/p'}]}},'$defs':{'p':{'type':'string','format':'date'}}}"))
                .isEqualTo("{'type':'object','$defs':{'p':{'type':'string'}},'properties':{'a':{'$ref':'#/$defs/p'},"
                        + "'b':{'anyOf':[{'type':'null'},{'$ref':'#/$defs/p'}]}},'additionalProperties':false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'object'} | it has an object whose properties have no fixed names",
                "{'type':'object','properties':{'a':{}},'additionalProperties':{'type':'string'}}"
                        + " | it has an object whose properties have no fixed names",
                "{'type':'object','properties':{'a':true}} | a part of it is true, not an object",
                "{'properties':{'a':{}},'allOf':[{}]} | it uses 'allOf'",
                "{'properties':{'a':{}},'patternProperties':{}} | it uses 'patternProperties'",
                "{'properties':{'a':{}},'required':['b']} | it requires 'b' without saying what it is",
                "{'$ref':'https://example.org/x'} | it refers to 'https://example.org/x'",
                "{'$ref':'#/$defs/gone'} | it refers to '#/$defs/gone'",
                "{'$ref':'#/$defs/a','$defs':{'a':{'type':'array','items':{'$ref':'#/$defs/b'}},"
                        + "'b':{'anyOf':[{'$ref':'#/$defs/a'}]}}} | it is recursive (#/$defs/b)",
                "{'$ref':'#/$defs/a','$defs':{'a':{'type':'array','items':{'$ref':'#/$defs/b'}},"
                        + "'b':{'anyOf':[{'$ref':'other.json'}]}}} | it refers to 'other.json'",
            })
    void sendsNoSchemaThatCantBeTaken(String schema, String reason) {
        assertThat(why(schema)).isEqualTo(reason);
    }

    @Test
    void countsOptionalPropertiesAndUnions() {
        assertThat(fit(object(24, "{'type':'string'}"))).startsWith("{'type':'object'");
        assertThat(why(object(25, "{'type':'string'}")))
                .isEqualTo("it has 25 optional properties, and at most 24 are taken");
        assertThat(fit(object(16, "{'type':['string','null']}"))).startsWith("{'type':'object'");
        assertThat(why(object(17, "{'type':['string','null']}")))
                .isEqualTo("it has 17 unions of types, and at most 16 are taken");
    }

    private static String object(int properties, String each) {
        return IntStream.range(0, properties)
                .mapToObj(i -> "'p" + i + "':" + each)
                .collect(Collectors.joining(",", "{'type':'object','properties':{", "}}"));
    }

    @Test
    void refusesWhatIsNoSchema() {
        assertThatThrownBy(() -> SchemaFit.of("[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The output schema is not a JSON object");
    }
}
