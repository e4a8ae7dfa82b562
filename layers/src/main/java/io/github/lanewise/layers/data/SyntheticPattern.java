package io.github.lanewise.layers.data;

/**
 * The classes of {@link SyntheticImages}: six shapes of radius 1 around the origin, and four textures of period 1.
 *
 * <p>Each is a signed function of the plane, negative inside, that grows about as the distance from its outline does.
 */
enum SyntheticPattern {
    DISC(true) {
        @Override
        double distance(double u, double v) {
            return radius(u, v) - 0.9;
        }
    },
    RING(true) {
        @Override
        double distance(double u, double v) {
            return Math.abs(radius(u, v) - 0.75) - 0.2;
        }
    },
    SQUARE(true) {
        @Override
        double distance(double u, double v) {
            return Math.max(Math.abs(u), Math.abs(v)) - 0.8;
        }
    },
    TRIANGLE(true) {
        @Override
        double distance(double u, double v) {
            return Math.max(v, Math.abs(u) * SIN_60 - v / 2) - 0.55;
        }
    },
    CROSS(true) {
        @Override
        double distance(double u, double v) {
            double across = Math.abs(u);
            double along = Math.abs(v);
            return Math.max(Math.max(across, along) - 1, Math.min(across, along) - 0.3);
        }
    },
    STAR(true) {
        // A pentagram is where at most one of the five half planes around its pentagon is left: the second largest.
        @Override
        double distance(double u, double v) {
            double side = Math.abs(u);
            double first = v;
            double second = side * SIN_72 + v * COS_72;
            double third = side * SIN_36 - v * COS_36;
            double others = Math.max(v * COS_72 - side * SIN_72, -v * COS_36 - side * SIN_36);
            double largest = Math.max(Math.max(first, second), third);
            double middle = first + second + third - largest - Math.min(Math.min(first, second), third);
            return Math.max(middle, others) - 0.34;
        }
    },
    STRIPES(false) {
        @Override
        double distance(double u, double v) {
            return band(u);
        }
    },
    CHECKS(false) {
        @Override
        double distance(double u, double v) {
            double column = band(u / 2);
            double row = band(v / 2);
            return 2 * Math.max(Math.min(column, row), -Math.max(column, row));
        }
    },
    DOTS(false) {
        @Override
        double distance(double u, double v) {
            return radius(u - Math.floor(u) - 0.5, v - Math.floor(v) - 0.5) - 0.3;
        }
    },
    RIPPLES(false) {
        @Override
        double distance(double u, double v) {
            return band(radius(u, v));
        }
    };

    private static final double SIN_60 = 0.8660254037844386;
    private static final double SIN_72 = 0.9510565162951535;
    private static final double COS_72 = 0.3090169943749474;
    private static final double SIN_36 = 0.5877852522924731;
    private static final double COS_36 = 0.8090169943749475;

    private final boolean shape;

    SyntheticPattern(boolean shape) {
        this.shape = shape;
    }

    /** Whether this is one shape, not a texture without end. */
    boolean isShape() {
        return shape;
    }

    abstract double distance(double u, double v);

    private static double radius(double u, double v) {
        return Math.sqrt(u * u + v * v);
    }

    /** Negative in the middle half of every unit. */
    private static double band(double u) {
        return Math.abs(u - Math.floor(u) - 0.5) - 0.25;
    }
}
