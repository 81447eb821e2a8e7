package dev.caravan;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.serializer.Serializer;

/** YAML as it is written, so that what is put together is what was there: no date becomes a time, and no number another one. */
final class Nodes {

    private Nodes() {}

    static Node read(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    }

    static List<String> keys(Node node) {
        return node instanceof MappingNode map
                ? map.getValue().stream().map(Nodes::key).toList()
                : List.of();
    }

    private static String key(NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }

    /** @param deep how many levels of keys are joined; below that the second one counts */
    static Node merged(Node first, Node second, int deep) {
        if (deep == 0 || !(first instanceof MappingNode one) || !(second instanceof MappingNode two)) {
            return second;
        }
        List<NodeTuple> entries = new ArrayList<>(one.getValue());
        for (NodeTuple entry : two.getValue()) {
            int at = keys(one).indexOf(key(entry));
            if (at < 0) {
                entries.add(entry);
            } else {
                Node joined = merged(entries.get(at).getValueNode(), entry.getValueNode(), deep - 1);
                entries.set(at, new NodeTuple(entry.getKeyNode(), joined));
            }
        }
        return new MappingNode(Tag.MAP, entries, DumperOptions.FlowStyle.BLOCK);
    }

    static String written(Node node) throws IOException {
        DumperOptions options = new DumperOptions();
        options.setWidth(1000);
        StringWriter text = new StringWriter();
        Serializer serializer = new Serializer(new Emitter(text, options), new Resolver(), options, null);
        serializer.open();
        serializer.serialize(node);
        serializer.close();
        return text.toString();
    }
}
