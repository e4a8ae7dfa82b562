package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.reference.ReferenceLayout;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LayoutProperties {

    /** {@code [N, C, H, W]}, and the padding of the tensor {@code [N, H, W, C]}. */
    record Images(int batch, int channels, int height, int width, Padding padding) {
        Shape planes() {
            return Shape.of(batch, channels, height, width);
        }

        Shape pixels() {
            return Shape.of(batch, height, width, channels);
        }
    }

    @Property
    void imagesChangeTheirLayoutAndBack(@ForAll("images") Images images, @ForAll ChannelsFirst storage) {
        float[] planes = Problems.floats(1, Math.toIntExact(images.planes().elements()));
        float[] pixels = ReferenceLayout.nchwToNhwc(images.planes(), planes);
        String what = images + " in " + storage.name().toLowerCase(Locale.ROOT);
        try (Arena arena = Arena.ofConfined()) {
            Tensor nhwc = Frames.painted(Tensor.allocate(arena, images.pixels(), images.padding()));
            storage.toNhwc(arena, planes, nhwc);
            assertArrayEquals(pixels, nhwc.toArray(), what);
            assertArrayEquals(planes, storage.toNchw(arena, nhwc), what);
            Frames.assertFrameIsPainted(nhwc);
        }
    }

    @Property
    void filtersChangeTheirLayoutAndBack(@ForAll("images") Images filters) {
        float[] values = Problems.floats(2, Math.toIntExact(filters.planes().elements()));
        Tensor oihw = Tensor.of(values, filters.planes().toArray());
        Tensor ohwi = Tensor.allocate(Arena.ofAuto(), filters.pixels());
        Layout.oihwToOhwi(oihw, ohwi);
        assertArrayEquals(ReferenceLayout.oihwToOhwi(filters.planes(), values), ohwi.toArray(), filters::toString);
        Layout.ohwiToOihw(ohwi, oihw.fill(0));
        assertArrayEquals(values, oihw.toArray(), filters::toString);
    }

    /** Some larger than the blocks in which they are converted, in pixels and in channels. */
    @Provide
    Arbitrary<Images> images() {
        Arbitrary<Integer> batches = Arbitraries.of(1, 2, 0);
        Arbitrary<Integer> channels = Arbitraries.of(1, 3, 2, 17, 63, 64, 65, 130, 1001, 0);
        Arbitrary<Integer> sizes = Arbitraries.of(1, 2, 3, 7, 11, 32, 61, 0);
        Arbitrary<Padding> paddings = Arbitraries.oneOf(Arbitraries.just(Padding.NONE), Problems.paddings());
        return Combinators.combine(batches, channels, sizes, sizes, paddings)
                .as(Images::new)
                .filter(images -> images.planes().elements() < 50_000);
    }
}
