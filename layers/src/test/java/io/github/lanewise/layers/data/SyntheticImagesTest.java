package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticImagesTest {
    private static final int FLOATS = 3 * 32 * 32;

    private static float[] image(ImageDataSet data, int index) {
        float[] planes = new float[FLOATS];
        data.image(index, planes, 0);
        return planes;
    }

    @Test
    void imagesAreAFunctionOfSeedPartAndIndex() {
        SyntheticImages data = new SyntheticImages(1, 100, Part.TRAINING);
        assertThat(image(data, 42)).isEqualTo(image(new SyntheticImages(1, 50, Part.TRAINING), 42));
        Set<Integer> different = new HashSet<>();
        for (int index = 0; index < 20; index++) {
            different.add(Arrays.hashCode(image(data, index)));
            different.add(Arrays.hashCode(image(new SyntheticImages(1, 100, Part.TEST), index)));
            different.add(Arrays.hashCode(image(new SyntheticImages(2, 100, Part.TRAINING), index)));
        }
        assertThat(different).hasSize(60);
    }

    /** The generator is part of what a seed means: results that name a seed must stay reproducible. */
    @Test
    void imagesStayAsTheyAre() {
        SyntheticImages data = new SyntheticImages(1, 10, Part.TRAINING);
        int hash = 0;
        for (int index = 0; index < 10; index++) {
            hash = 31 * hash + Arrays.hashCode(image(data, index));
        }
        assertThat(Integer.toHexString(hash)).isEqualTo("228bda7d");
    }

    @Test
    void valuesLieBetweenZeroAndOneAndClassesAreEquallyOften() {
        SyntheticImages data = new SyntheticImages(3, 40, Part.TEST);
        int[] often = new int[10];
        for (int index = 0; index < data.size(); index++) {
            for (float value : image(data, index)) {
                assertThat(value).isBetween(0f, 1f);
            }
            often[data.label(index)]++;
        }
        assertThat(often).containsOnly(4);
        assertThat(data.classNames()).startsWith("disc", "ring", "square").hasSize(10);
    }

    @Test
    void linearClassifierFails() {
        SyntheticImages training = new SyntheticImages(1, 1500, Part.TRAINING);
        LinearClassifier classifier = new LinearClassifier(FLOATS, 10);
        for (int epoch = 0; epoch < 10; epoch++) {
            classifier.learn(training, 2e-3);
        }
        assertThat(classifier.accuracy(training)).as("it does learn by heart").isGreaterThan(0.45);
        assertThat(classifier.accuracy(new SyntheticImages(1, 1000, Part.TEST))).isLessThan(0.3);
    }

    @Test
    void impossibleSizesAreRefused() {
        assertThatThrownBy(() -> new SyntheticImages(1, 0, Part.TEST)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SyntheticImages(1, 1, Part.TEST, 8)).hasMessageContaining("16 x 16");
        SyntheticImages data = new SyntheticImages(1, 10, Part.TEST);
        assertThatThrownBy(() -> data.label(10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> data.image(9, new float[FLOATS], 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
