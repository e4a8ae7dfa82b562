package io.github.lanewise.engine.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A float32 array in native memory, row-major; images are NHWC, {@code [batch, height, width, channels]}.
 *
 * <p>A tensor of rank 4 may carry physical padding: every image then lies in a frame of zeros of its own, which
 * convolutions read in place. All copies and {@link #fill} touch the elements only, never the frame; whoever writes
 * through {@link #segment} keeps the frame zero. A tensor without a frame is <em>dense</em>.
 *
 * <p>A tensor is a view: its arena owns the memory. Every access after that arena is closed throws
 * {@link IllegalStateException}, every access from a thread that a confined arena excludes
 * {@link WrongThreadException}. Copies between overlapping tensors have unspecified results.
 */
public final class Tensor {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final int ALIGNMENT = 64;

    private final Shape shape;
    private final Padding padding;
    private final MemorySegment segment;
    private final long pixelBytes;
    private final long rowBytes;
    private final long imageBytes;
    private final long origin;
    private final boolean dense;

    private Tensor(MemorySegment segment, Shape shape, Padding padding) {
        this.shape = shape;
        this.padding = padding;
        this.segment = segment;
        dense = padding.isNone();
        int rank = shape.rank();
        long channelBytes = Float.BYTES * (long) (rank == 0 ? 1 : shape.dimension(rank - 1));
        if (rank == 4) {
            pixelBytes = channelBytes;
            rowBytes = pixelBytes * paddedWidth(shape, padding);
            imageBytes = rowBytes * paddedHeight(shape, padding);
        } else {
            pixelBytes = Float.BYTES;
            rowBytes = channelBytes;
            imageBytes = rank == 0 ? channelBytes : Float.BYTES * shape.elements() / Math.max(1, shape.dimension(0));
        }
        origin = padding.top() * rowBytes + padding.left() * pixelBytes;
    }

    /** A dense tensor of zeros. */
    public static Tensor allocate(Arena arena, int... dimensions) {
        return allocate(arena, Shape.of(dimensions));
    }

    /** A dense tensor of zeros. */
    public static Tensor allocate(Arena arena, Shape shape) {
        return allocate(arena, shape, Padding.NONE);
    }

    /** A tensor of zeros, 64-byte aligned; errors as in {@link #bytes}. */
    public static Tensor allocate(Arena arena, Shape shape, Padding padding) {
        return new Tensor(arena.allocate(bytes(shape, padding), ALIGNMENT), shape, padding);
    }

    /** A dense copy of the values, freed by the garbage collector. */
    public static Tensor of(float[] values, int... dimensions) {
        return of(Arena.ofAuto(), values, dimensions);
    }

    /** A dense copy of the values; as many as the shape has elements. */
    public static Tensor of(Arena arena, float[] values, int... dimensions) {
        Shape shape = Shape.of(dimensions);
        requireElements(values.length, shape);
        return allocate(arena, shape).copyFrom(values);
    }

    /**
     * A tensor over existing memory, which is neither copied nor cleared.
     *
     * @param segment native, writable and 4-byte aligned; begins with the first float of the tensor, which belongs to
     *     the padding if there is any, and may be longer than the tensor
     * @throws IllegalArgumentException if the segment is none of these
     * @throws ShapeException if the segment is too small, or errors as in {@link #bytes}
     */
    public static Tensor view(MemorySegment segment, Shape shape, Padding padding) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("a tensor needs native memory, got a segment of the heap: " + segment);
        }
        if (segment.isReadOnly()) {
            throw new IllegalArgumentException("a tensor needs writable memory, got a read-only segment: " + segment);
        }
        if (segment.address() % Float.BYTES != 0) {
            throw new IllegalArgumentException("a tensor needs 4-byte aligned memory, got " + segment);
        }
        long capacity = bytes(shape, padding);
        long needed = frameBytes(shape, padding);
        if (segment.byteSize() < needed) {
            throw new ShapeException("a tensor " + shape + " with " + padding + " needs " + needed
                    + " bytes, got a segment of " + segment.byteSize());
        }
        long length = Math.min(segment.byteSize(), capacity);
        return new Tensor(segment.asSlice(0, length), shape, padding);
    }

    /**
     * The size of a tensor with its padding, rounded up to whole 64 bytes.
     *
     * @throws ShapeException if a shape with padding is not of rank 4, or the size exceeds a {@code long}
     */
    public static long bytes(Shape shape, Padding padding) {
        if (!padding.isNone() && shape.rank() != 4) {
            throw new ShapeException(
                    "only [batch, height, width, channels] takes a padding, got " + shape + " with " + padding);
        }
        try {
            return Math.addExact(frameBytes(shape, padding), ALIGNMENT - 1) & -ALIGNMENT;
        } catch (ArithmeticException overflow) {
            throw new ShapeException("too many bytes in a tensor " + shape + " with " + padding);
        }
    }

    public Shape shape() {
        return shape;
    }

    public Padding padding() {
        return padding;
    }

    /** The memory from the first float on, padding included; {@link #bytes} long, shorter only in a view of less. */
    public MemorySegment segment() {
        return segment;
    }

    /** Whether there is no padding, so that all elements lie side by side. */
    public boolean isDense() {
        return dense;
    }

    /** Bytes from one image row to the next, padding included; for other ranks than 4 the bytes of the last axis. */
    public long rowBytes() {
        return rowBytes;
    }

    /** Bytes from one index of the first axis to the next, padding included. */
    public long imageBytes() {
        return imageBytes;
    }

    /**
     * The byte of pixel (y, x), channel 0, of an image in {@link #segment}; rank 4 only. Coordinates count from the first
     * pixel inside the padding, which itself has negative ones. They are not checked, the access is.
     */
    public long at(int image, int y, int x) {
        return origin + image * imageBytes + y * rowBytes + x * pixelBytes;
    }

    /**
     * The same memory in another shape.
     *
     * @throws ShapeException if the number of elements differs or this tensor is not dense
     */
    public Tensor reshape(int... dimensions) {
        Shape target = Shape.of(dimensions);
        if (!isDense()) {
            throw new ShapeException(this + " is not dense and cannot be seen as " + target);
        }
        if (target.elements() != shape.elements()) {
            throw new ShapeException("a tensor " + shape + " of " + shape.elements() + " elements cannot be seen as "
                    + target + " of " + target.elements());
        }
        return new Tensor(segment, target, Padding.NONE);
    }

    /** The element at one index per axis; an {@link IndexOutOfBoundsException} outside the shape. */
    public float get(int... index) {
        return segment.get(FLOAT, elementAt(elementOf(index)));
    }

    /** Sets the element at one index per axis; an {@link IndexOutOfBoundsException} outside the shape. */
    public void set(float value, int... index) {
        segment.set(FLOAT, elementAt(elementOf(index)), value);
    }

    /** All elements in row-major order, without padding. */
    public float[] toArray() {
        float[] values = new float[Math.toIntExact(shape.elements())];
        copyTo(values);
        return values;
    }

    /** Takes all elements, in row-major order, from an array of exactly as many. */
    public Tensor copyFrom(float[] values) {
        requireElements(values.length, shape);
        int piece = (int) pieceElements();
        for (int element = 0; element < values.length; element += piece) {
            MemorySegment.copy(values, element, segment, FLOAT, elementAt(element), piece);
        }
        return this;
    }

    /**
     * Takes all elements, in row-major order, from the remaining floats of a buffer of any kind and byte order, which
     * are exactly as many. The position of the buffer does not change.
     */
    public Tensor copyFrom(FloatBuffer values) {
        requireElements(values.remaining(), shape);
        MemorySegment source = MemorySegment.ofBuffer(values);
        ValueLayout.OfFloat layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(values.order());
        long piece = pieceElements();
        for (long element = 0; element < shape.elements(); element += piece) {
            MemorySegment.copy(source, layout, element * Float.BYTES, segment, FLOAT, elementAt(element), piece);
        }
        return this;
    }

    /** Takes all elements of a tensor of the same shape; the paddings may differ. */
    public Tensor copyFrom(Tensor source) {
        if (!shape.equals(source.shape)) {
            throw new ShapeException("cannot copy a tensor " + source.shape + " to a tensor " + shape);
        }
        long piece = Math.min(pieceElements(), source.pieceElements());
        for (long element = 0; element < shape.elements(); element += piece) {
            MemorySegment.copy(
                    source.segment, source.elementAt(element), segment, elementAt(element), piece * Float.BYTES);
        }
        return this;
    }

    /** Gives all elements, in row-major order, to an array of exactly as many. */
    public void copyTo(float[] values) {
        requireElements(values.length, shape);
        int piece = (int) pieceElements();
        for (int element = 0; element < values.length; element += piece) {
            MemorySegment.copy(segment, FLOAT, elementAt(element), values, element, piece);
        }
    }

    /**
     * Gives all elements, in row-major order, to the remaining floats of a writable buffer of any kind and byte order,
     * which are exactly as many. The position of the buffer does not change.
     */
    public void copyTo(FloatBuffer values) {
        requireElements(values.remaining(), shape);
        MemorySegment target = MemorySegment.ofBuffer(values);
        ValueLayout.OfFloat layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(values.order());
        long piece = pieceElements();
        for (long element = 0; element < shape.elements(); element += piece) {
            MemorySegment.copy(segment, FLOAT, elementAt(element), target, layout, element * Float.BYTES, piece);
        }
    }

    /** Sets every element. */
    public Tensor fill(float value) {
        long piece = pieceElements();
        for (long element = 0; element < shape.elements(); element += piece) {
            long from = elementAt(element);
            for (long at = from; at < from + piece * Float.BYTES; at += Float.BYTES) {
                segment.set(FLOAT, at, value);
            }
        }
        return this;
    }

    /** Sets the padding to 0, and nothing else. */
    public void clearPadding() {
        if (isDense()) {
            return;
        }
        int width = shape.dimension(2);
        for (int image = 0; image < shape.dimension(0); image++) {
            long from = image * imageBytes;
            for (int y = 0; y < shape.dimension(1); y++) {
                clear(from, at(image, y, 0));
                from = at(image, y, width);
            }
            clear(from, (image + 1) * imageBytes);
        }
    }

    /** As in {@code Tensor [1, 32, 32, 3]}, followed by the padding if there is any. */
    @Override
    public String toString() {
        return "Tensor " + shape + (isDense() ? "" : " with " + padding);
    }

    private void clear(long from, long to) {
        segment.asSlice(from, to - from).fill((byte) 0);
    }

    /** Neighbouring elements that also lie side by side in memory: an image row if there is padding, else all. */
    private long pieceElements() {
        return isDense() ? shape.elements() : (long) shape.dimension(2) * shape.dimension(3);
    }

    /** The byte of the element with this number in row-major order. */
    private long elementAt(long element) {
        if (isDense()) {
            return element * Float.BYTES;
        }
        int height = shape.dimension(1);
        long row = element / pieceElements();
        return origin + row / height * imageBytes + row % height * rowBytes + element % pieceElements() * Float.BYTES;
    }

    private long elementOf(int[] index) {
        boolean inside = index.length == shape.rank();
        long element = 0;
        for (int axis = 0; inside && axis < index.length; axis++) {
            inside = index[axis] >= 0 && index[axis] < shape.dimension(axis);
            element = element * shape.dimension(axis) + index[axis];
        }
        if (!inside) {
            throw new IndexOutOfBoundsException("index " + Arrays.toString(index) + " is outside the shape " + shape);
        }
        return element;
    }

    private static void requireElements(long elements, Shape shape) {
        if (elements != shape.elements()) {
            throw new ShapeException(
                    "a tensor " + shape + " has " + shape.elements() + " elements, the array or buffer " + elements);
        }
    }

    /** Bytes of the elements and the padding, not rounded; an {@link ArithmeticException} if a long cannot count them. */
    private static long frameBytes(Shape shape, Padding padding) {
        if (padding.isNone()) {
            return Math.multiplyExact(shape.elements(), Float.BYTES);
        }
        long pixels = Math.multiplyExact(paddedHeight(shape, padding), paddedWidth(shape, padding));
        long pixelBytes = (long) Float.BYTES * shape.dimension(3);
        return Math.multiplyExact(Math.multiplyExact(pixels, pixelBytes), shape.dimension(0));
    }

    private static long paddedHeight(Shape shape, Padding padding) {
        return (long) padding.top() + shape.dimension(1) + padding.bottom();
    }

    private static long paddedWidth(Shape shape, Padding padding) {
        return (long) padding.left() + shape.dimension(2) + padding.right();
    }
}
