package dev.caravan.route.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A value in a YAML file that knows its line. */
record Value(Node node) {

    /** A field of a map; {@code line} is that of its name. */
    record Field(String name, int line, Value value) {}

    interface Visitor {
        void at(Field field);
    }

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** Text of a scalar, empty for anything else. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    List<Value> items() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(Value::new).toList()
                : List.of();
    }

    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                Value name = new Value(tuple.getKeyNode());
                fields.add(new Field(name.text(), name.line(), new Value(tuple.getValueNode())));
            }
        }
        return fields;
    }

    Optional<Value> get(String name) {
        return fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }

    /** The text of a field, empty if there is none. */
    String text(String name) {
        return get(name).map(Value::text).orElse("");
    }

    /** Visits every field at any depth. */
    void walk(Visitor visitor) {
        for (Field field : fields()) {
            visitor.at(field);
            field.value().walk(visitor);
        }
        for (Value item : items()) {
            item.walk(visitor);
        }
    }
}
