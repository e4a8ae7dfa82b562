package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Preprocessing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final Shape IMAGE = Shape.of(3, 4, 2);

    /** Two planes: 1 to 12 and 101 to 112, after one element that is not part of the image. */
    private static float[] image() {
        float[] planes = new float[1 + 24 + 1];
        planes[0] = -1;
        planes[25] = -1;
        for (int i = 0; i < 12; i++) {
            planes[1 + i] = 1 + i;
            planes[13 + i] = 101 + i;
        }
        return planes;
    }

    private static float[] augmented(Augmentation augmentation, long seed, long epoch, int index) {
        float[] planes = image();
        augmentation.apply(planes, 1, IMAGE, seed, epoch, index);
        assertThat(planes[0]).isEqualTo(-1);
        assertThat(planes[25]).isEqualTo(-1);
        return planes;
    }

    private static float shifted(float[] image, int channel, int y, int x) {
        return y < 0 || y >= 3 || x < 0 || x >= 4 ? 0 : image[1 + (channel * 3 + y) * 4 + x];
    }

    @Test
    void everyCropOfThePaddedImageAppears() {
        Set<List<Integer>> shifts = new HashSet<>();
        for (int index = 0; index < 300; index++) {
            shifts.add(shift(augmented(Augmentation.none().padAndCrop(2), 3, 0, index), 2));
        }
        assertThat(shifts).hasSize(25);
    }

    @Test
    void paddingBeyondTheImageLeavesZeros() {
        float[] image = augmented(Augmentation.none().padAndCrop(1000), 3, 0, 0);
        assertThat(image).containsOnly(-1, 0);
    }

    /** How far the image was moved; fails if it was not. */
    private static List<Integer> shift(float[] planes, int most) {
        float[] original = image();
        for (int down = -most; down <= most; down++) {
            for (int right = -most; right <= most; right++) {
                boolean same = true;
                for (int i = 0; i < 24; i++) {
                    same &= planes[1 + i] == shifted(original, i / 12, i / 4 % 3 - down, i % 4 - right);
                }
                if (same) {
                    return List.of(down, right);
                }
            }
        }
        throw new AssertionError("no shift of the image");
    }

    @Test
    void aboutHalfOfTheImagesIsMirrored() {
        int mirrored = 0;
        for (int index = 0; index < 400; index++) {
            float[] image = augmented(Augmentation.none().horizontalFlip(), 3, 0, index);
            boolean same = image[1] == 1;
            assertThat(image).startsWith(same ? new float[] {-1, 1, 2, 3, 4, 5} : new float[] {-1, 4, 3, 2, 1, 8});
            assertThat(image[13]).isEqualTo(same ? 101 : 104);
            mirrored += same ? 0 : 1;
        }
        assertThat(mirrored).isBetween(160, 240);
    }

    @Test
    void cutoutIsASquareInEveryChannel() {
        Set<Integer> holes = new HashSet<>();
        for (int index = 0; index < 100; index++) {
            float[] image = augmented(Augmentation.none().cutout(2), 3, 0, index);
            int zeros = 0;
            for (int i = 0; i < 12; i++) {
                assertThat(image[1 + i] == 0).isEqualTo(image[13 + i] == 0);
                zeros += image[1 + i] == 0 ? 1 : 0;
            }
            holes.add(zeros);
        }
        assertThat(holes).containsExactlyInAnyOrder(1, 2, 4);
    }

    @Test
    void channelsAreNormalisedInFloat32() {
        float[] image = {0.25f, 0.5f, 0.75f};
        Augmentation.none().normalise(Preprocessing.CIFAR10).apply(image, 0, Shape.of(1, 1, 3), 0, 0, 0);
        assertThat(image)
                .containsExactly((0.25f - 0.485f) / 0.229f, (0.5f - 0.456f) / 0.224f, (0.75f - 0.406f) / 0.225f);
    }

    @Test
    void chanceIsAFunctionOfSeedEpochAndIndex() {
        Augmentation all = Augmentation.none().padAndCrop(3).horizontalFlip().cutout(2);
        Set<List<Float>> different = new HashSet<>();
        for (int seed = 0; seed < 4; seed++) {
            for (int epoch = 0; epoch < 4; epoch++) {
                float[] first = augmented(all, seed, epoch, 5);
                assertThat(augmented(all, seed, epoch, 5)).isEqualTo(first);
                different.add(asList(first));
                different.add(asList(augmented(all, seed, epoch, 6)));
            }
        }
        assertThat(different).hasSizeGreaterThan(16);
    }

    private static List<Float> asList(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    @Test
    void stepsThatDoNothingOrDoNotFitAreRefused() {
        assertThatThrownBy(() -> Augmentation.none().padAndCrop(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Augmentation.none().cutout(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> augmented(Augmentation.none().normalise(Preprocessing.CIFAR10), 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 channels");
    }
}
