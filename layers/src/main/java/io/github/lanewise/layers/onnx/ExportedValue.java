package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a node as a value of the ONNX graph, in up to two layouts: axes in the order that they have inside, or, of
 * rank 4, images channels-first. The other layout is made when it is asked for, and kept.
 */
final class ExportedValue {
    private static final int IMAGE_RANK = 4;

    private final ExportAssembly assembly;
    private final Shape shape;
    private @Nullable String plain;
    private @Nullable String images;

    private ExportedValue(ExportAssembly assembly, Shape shape, @Nullable String plain, @Nullable String images) {
        this.assembly = assembly;
        this.shape = shape;
        this.plain = plain;
        this.images = images;
    }

    static ExportedValue plain(ExportAssembly assembly, Shape shape, String name) {
        return new ExportedValue(assembly, shape, name, null);
    }

    static ExportedValue images(ExportAssembly assembly, Shape shape, String name) {
        return new ExportedValue(assembly, shape, null, name);
    }

    /** The shape inside, {@code [N, H, W, C]} for images. */
    Shape shape() {
        return shape;
    }

    boolean mayBeImages() {
        return shape.rank() == IMAGE_RANK;
    }

    boolean isImages() {
        return images != null;
    }

    /** The value with its axes as inside. */
    String plain() {
        if (plain == null) {
            plain = transposed(images(), 0, 2, 3, 1);
        }
        return plain;
    }

    /** The value as {@code [N, C, H, W]}. */
    String images() {
        if (images == null) {
            images = transposed(plain(), 0, 3, 1, 2);
        }
        return images;
    }

    /** {@code [N, C, H, W]} for {@code [N, H, W, C]}. */
    static Shape channelsFirst(Shape shape) {
        return Shape.of(shape.dimension(0), shape.dimension(3), shape.dimension(1), shape.dimension(2));
    }

    private String transposed(String name, int... permutation) {
        return assembly.node("Transpose", Map.of("perm", Attributes.ints(permutation)), List.of(name));
    }
}
