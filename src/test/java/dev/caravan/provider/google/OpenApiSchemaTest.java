package dev.caravan.provider.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiSchemaTest {

    private static String sent(String schema) {
        return OpenApiSchema.of(schema.replace('\'', '"')).toString().replace('"', '\'');
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|{'type':'integer','minimum':1,'exclusiveMaximum':9,'multipleOf':2}| , |{'type':'INTEGER','minimum':1}|",
                "|{'type':'string','format':'email','pattern':'^a','maxLength':3}| , |{'type':'STRING','maxLength':3,'pattern':'^a'}|",
                "|{'type':'string','format':'date-time'}| , |{'type':'STRING','format':'date-time'}|",
                "|{'enum':['a','b',null]}| , |{'type':'STRING','enum':['a','b'],'nullable':true}|",
                "|{'type':'integer','enum':[1,2]}| , |{'type':'INTEGER'}|",
                "|{'const':'x'}| , |{'type':'STRING','enum':['x']}|",
                "|{'type':['integer','string']}| , |{'anyOf':[{'type':'INTEGER'},{'type':'STRING'}]}|",
                "|{'anyOf':[{'type':'number'},{'type':'null'}]}| , |{'type':'NUMBER','nullable':true}|",
                "|{'oneOf':[{'type':'number'},{'type':'string'}]}| , |{'anyOf':[{'type':'NUMBER'},{'type':'STRING'}]}|",
                "|{'type':'array','items':{'type':'boolean'},'uniqueItems':true,'minItems':1}| , |{'type':'ARRAY','minItems':1,'items':{'type':'BOOLEAN'}}|",
                "|{'allOf':[{'type':'string','title':'T'}],'description':'D'}| , |{'description':'D','type':'STRING','title':'T'}|",
            })
    void turnsEachKeywordIntoGooglesOwnOrLeavesItOut(String schema, String expected) throws JsonProcessingException {
        assertThat(tree(sent(schema))).isEqualTo(tree(expected));
    }

    @Test
    void keepsTheOrderOfProperties() {
        assertThat(sent("{'type':'object','properties':{'z':{'type':'string'},'a':{'$ref':'#/$defs/n'}},"
                        + "'required':['z','gone'],'additionalProperties':false,'$defs':{'n':{'type':'number'}}}"))
                .isEqualTo("{'type':'OBJECT','properties':{'z':{'type':'STRING'},'a':{'type':'NUMBER'}},"
                        + "'propertyOrdering':['z','a'],'required':['z']}");
    }

    @Test
    void takesNamesOfPropertiesThatLookLikeKeywords() {
        assertThat(sent("{'type':'object','properties':{'default':{'type':'string','default':'x'},"
                        + "'$ref':{'type':'string'}}}"))
                .isEqualTo("{'type':'OBJECT','properties':{'default':{'type':'STRING'},'$ref':{'type':'STRING'}},"
                        + "'propertyOrdering':['default','$ref']}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|{'$defs':{'t':{'properties':{'next':{'$ref':'#/$defs/t'}}}},'$ref':'#/$defs/t'}| , refers to itself at \"#/$defs/t\"",
                "|{'$ref':'https://example.org/s.json'}| , refers to \"https://example.org/s.json\"",
                "|{'$ref':'#/$defs/none'}| , |which is not there|",
                "|{'type':'array'}| , |a list at \"\" without saying of what|",
                "|{'type':'object','properties':{'a':{'type':'object','properties':{'b':{}}}}}| , says nothing of the type of \"/a/b\"",
            })
    void refusesWhatItCantSay(String schema, String why) {
        assertThatThrownBy(() -> sent(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
