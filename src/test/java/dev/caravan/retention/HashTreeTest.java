package dev.caravan.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.spool.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTreeTest {

    private static byte[] leaf(int number) {
        return Sha256.digest().digest(("leaf " + number).getBytes(StandardCharsets.UTF_8));
    }

    /** As RFC 6962 defines it, on a list. */
    private static byte[] byDefinition(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return HashTree.join(
                Sha256.digest(),
                byDefinition(leaves.subList(0, split)),
                byDefinition(leaves.subList(split, leaves.size())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33, 1000})
    void hasTheRootThatItsDefinitionGivesAndAWayToItFromEveryLeaf(int size) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(leaf(i));
        }
        byte[] root = byDefinition(leaves);
        for (int wanted : new int[] {0, size / 2, size - 1}) {
            HashTree tree = new HashTree(wanted);
            leaves.forEach(tree::add);
            assertThat(tree.root()).isEqualTo(root);
            byte[] up = leaves.get(wanted);
            for (HashTree.Step step : tree.path()) {
                up = step.side().equals("right")
                        ? HashTree.join(Sha256.digest(), up, step.hash())
                        : HashTree.join(Sha256.digest(), step.hash(), up);
            }
            assertThat(up).as("the way from leaf %s of %s", wanted, size).isEqualTo(root);
        }
    }

    @Test
    void ofNothingIsTheHashOfNothing() {
        assertThat(Hashes.hex(new HashTree().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
