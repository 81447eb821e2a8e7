package dev.caravan.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.caravan.simulator.RunningSimulator;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaAnswerTest {
    private static final String TICKET = """
            Ticket T-1001
            subject: Refund please
            customer_tier: gold
            body: I was charged twice for invoice 4711, please refund the second payment of 12.50 EUR.
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'a':{'type':'string','minLength':200},'b':{'type':'string','maxLength':5}},'required':['a','b'],'additionalProperties':false}",
                "{'type':'object','properties':{'n':{'type':'integer','minimum':3,'maximum':5},'m':{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':0.5},'k':{'type':'integer','multipleOf':7,'minimum':10}},'required':['n','m','k']}",
                "{'type':'object','properties':{'tags':{'type':'array','items':{'type':'string'},'minItems':4,'maxItems':6,'uniqueItems':true}},'required':['tags']}",
                "{'type':'object','properties':{'c':{'const':7},'e':{'enum':['x',2,null]},'b':{'type':'boolean'}},'required':['c','e','b']}",
                "{'type':'object','properties':{'node':{'$ref':'#/$defs/node'}},'required':['node'],'$defs':{'node':{'type':'object','properties':{'name':{'type':'string'},'next':{'anyOf':[{'$ref':'#/$defs/node'},{'type':'null'}]}},'required':['name','next'],'additionalProperties':false}}}",
                "{'type':'object','properties':{'x':{'type':['null','integer']},'y':{'anyOf':[{'type':'null'},{'type':'string','maxLength':30}]}},'required':['x','y']}",
                "{'type':'object','properties':{'code':{'type':'string','pattern':'^[A-Z]{2}-\\\\d{3,5}(x|yz)?$'},'hex':{'type':'string','pattern':'^#(?:[0-9a-f]{6})$'}},'required':['code','hex']}",
                "{'type':'object','properties':{'d':{'type':'string','format':'date'},'t':{'type':'string','format':'date-time'},'m':{'type':'string','format':'email'},'u':{'type':'string','format':'uuid'},'l':{'type':'string','format':'uri'}},'required':['d','t','m','u','l']}",
                "{'allOf':[{'type':'object','properties':{'a':{'type':'integer'}},'required':['a']},{'properties':{'b':{'type':'string'}},'required':['b']}]}",
                "{'type':'array','items':{'type':'object','properties':{'id':{'type':'string'}},'required':['id']},'minItems':1}",
            })
    void satisfiesTheSchema(String schema) {
        JsonNode wanted = RunningSimulator.json(schema.replace('\'', '"'));
        var rules =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(wanted);
        for (int i = 0; i < 50; i++) {
            JsonNode made = new SchemaAnswer(wanted, new UserText(TICKET + i)).make();

            assertThat(rules.validate(
                            made, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)))
                    .as(made.toString())
                    .isEmpty();
        }
    }

    @Test
    void takesWhatStandsBehindTheInstructions() {
        JsonNode schema = RunningSimulator.json(
                "{'type':'object','properties':{'summary':{'type':'string'}},'required':['summary']}"
                        .replace('\'', '"'));
        String prompt = "Use bullet points, and say in each of them what it is about.\n\nThe text:\n\nShort.";

        assertThat(new SchemaAnswer(schema, new UserText(prompt))
                        .make()
                        .path("summary")
                        .textValue())
                .isEqualTo("[simulated] Short.");
    }

    @Test
    void takesValuesFromTheListThatIsCalledLikeTheField() {
        JsonNode schema = RunningSimulator.json(
                "{'type':'object','properties':{'top_label':{'type':'string'},'scores':{'type':'array','items':{'type':'object','properties':{'label':{'type':'string'}},'required':['label']}}},'required':['top_label','scores']}"
                        .replace('\'', '"'));
        String prompt =
                "Labels:\n- `Priority: high`: Is it urgent?\n- billing: Is it about money?\n- other\n\nThe text:\n\nHi";

        JsonNode made = new SchemaAnswer(schema, new UserText(prompt)).make();

        assertThat(made.path("scores").findValuesAsText("label")).containsExactly("Priority: high", "billing", "other");
        assertThat(made.path("scores").findValuesAsText("label"))
                .contains(made.path("top_label").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ticket T-1001 is broken| T-1001",
                "Ticket: #42 is broken.| 42",
                "ticket_id: T-1001| T-1001",
                "- **Ticket ID**: T 7 b| T 7 b",
                "{\"subject\":\"x\",\"ticket_id\": \"T-\\u00e4\\\"1\"}| T-ä\"1",
                "{\"ticket_id\": 1001}| 1001",
                "<ticket_id>T-1001</ticket_id>| T-1001",
            })
    void repeatsWhatThePromptSays(String prompt, String id) {
        JsonNode schema = RunningSimulator.json(
                "{\"type\":\"object\",\"properties\":{\"ticket_id\":{\"type\":\"string\"}},\"required\":[\"ticket_id\"]}");

        assertThat(new SchemaAnswer(schema, new UserText(prompt))
                        .make()
                        .path("ticket_id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void choosesTheOptionThatTheTextSpeaksOf() {
        assertThat(one("{'enum':['delivery','refund','praise']}", "category", TICKET)
                        .asText())
                .isEqualTo("refund");
        assertThat(one("{'enum':['silver','gold']}", "customer_tier", TICKET).asText())
                .isEqualTo("gold");
    }

    @Test
    void labelsFreeTextAsSimulated() {
        assertThat(one("{'type':'string','maxLength':60}", "summary", TICKET).asText())
                .isEqualTo("[simulated] I was charged twice for invoice 4711, please");
        assertThat(one("{'type':'string'}", "summary", "body: see <b>this</b> <script>x")
                        .asText())
                .isEqualTo("[simulated] see this x");
    }

    @Test
    void isUnsureOncePerTwenty() {
        int unsure = 0;
        for (int i = 0; i < 2000; i++) {
            double confidence =
                    one("{'type':'number'}", "confidence", "text " + i).asDouble();
            assertThat(confidence).isBetween(0.4, 0.99);
            unsure += confidence < 0.7 ? 1 : 0;
        }
        assertThat(unsure).isBetween(70, 130);
    }

    @Test
    void saysTheSameAgainToTheSameWords() {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            answers.add(one("{'type':'integer','minimum':1,'maximum':1000000}", "n", TICKET)
                    .asText());
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void survivesALongText() {
        String text = "{\"body\":\"" + "quote \\\" and more ".repeat(5000) + "\"}";

        assertThat(one("{'type':'string','maxLength':50}", "summary", text).asText())
                .startsWith("[simulated] quote \"");
    }

    private static JsonNode one(String schema, String name, String text) {
        JsonNode object = RunningSimulator.json("{\"type\":\"object\",\"required\":[\"%s\"],\"properties\":{\"%s\":%s}}"
                .formatted(name, name, schema.replace('\'', '"')));
        return new SchemaAnswer(object, new UserText(text)).make().path(name);
    }

    @Test
    void repeatsTheNonceOfAPromptAsAModelWould() {
        JsonNode schema = RunningSimulator.json(
                "{\"type\":\"object\",\"properties\":{\"nonce\":{\"type\":\"string\"}}," + "\"required\":[\"nonce\"]}");

        assertThat(new SchemaAnswer(schema, new UserText(TICKET + "nonce: k7m2q9xw")).make())
                .hasToString("{\"nonce\":\"k7m2q9xw\"}");
    }
}
