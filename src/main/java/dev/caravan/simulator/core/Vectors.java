package dev.caravan.simulator.core;

import java.util.Random;

/** Embeddings: unit vectors that depend on the text alone. */
public final class Vectors {
    private Vectors() {}

    public static float[] of(String text, int dimensions) {
        Random random = new Random(Hash.of(text));
        double[] wide = random.doubles(dimensions, -1, 1).toArray();
        double length = 0;
        for (double number : wide) {
            length += number * number;
        }
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (wide[i] / Math.sqrt(length));
        }
        return vector;
    }
}
