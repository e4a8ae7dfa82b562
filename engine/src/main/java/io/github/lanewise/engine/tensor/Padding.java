package io.github.lanewise.engine.tensor;

/** Pixels around an image, on each side; none is negative. */
public record Padding(int top, int left, int bottom, int right) {

    /** No padding on any side. */
    public static final Padding NONE = new Padding(0, 0, 0, 0);

    public Padding {
        if (top < 0 || left < 0 || bottom < 0 || right < 0) {
            throw new IllegalArgumentException("padding must not be negative, got top " + top + ", left " + left
                    + ", bottom " + bottom + ", right " + right);
        }
    }

    /** The same on all four sides. */
    public static Padding of(int all) {
        return of(all, all);
    }

    /** {@code vertical} above and below, {@code horizontal} on the left and on the right. */
    public static Padding of(int vertical, int horizontal) {
        return new Padding(vertical, horizontal, vertical, horizontal);
    }

    public boolean isNone() {
        return top == 0 && left == 0 && bottom == 0 && right == 0;
    }

    /** The larger of both, side by side. */
    public Padding max(Padding other) {
        return new Padding(
                Math.max(top, other.top),
                Math.max(left, other.left),
                Math.max(bottom, other.bottom),
                Math.max(right, other.right));
    }

    /** Whether no side is narrower than that of {@code needed}. */
    public boolean covers(Padding needed) {
        return top >= needed.top && left >= needed.left && bottom >= needed.bottom && right >= needed.right;
    }
}
