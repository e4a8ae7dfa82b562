package io.github.lanewise.layers.residual;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Lowering;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.Tape;
import java.util.SequencedMap;

/**
 * The path {@code s(a)} round the layers of a residual block, which must end in the same shape as they do.
 * He et al. 2015 (arXiv:1512.03385), section 3.3.
 */
public sealed interface Shortcut extends Layer {
    /** {@code s(a) = a}; no parameters. */
    record Identity() implements Shortcut {
        @Override
        public Tensor forward(Tensor x, Tape tape) {
            return x;
        }

        @Override
        public Lowering.Value lower(Lowering.Value x, Lowering target) {
            return x;
        }
    }

    /**
     * Every stride-th pixel in both directions, channels of zeros before and after those of the input; no parameters.
     * Features are padded alike, with stride 1.
     */
    record ZeroPadded(int stride, int channelsBefore, int channelsAfter) implements Shortcut {
        public ZeroPadded {
            if (stride < 1 || channelsBefore < 0 || channelsAfter < 0) {
                throw new IllegalArgumentException("zero-padded shortcut with stride " + stride + ", " + channelsBefore
                        + " channels before and " + channelsAfter + " after");
            }
        }

        @Override
        public Tensor forward(Tensor x, Tape tape) {
            Tensor y = tape.allocate(outputShape(x.shape()));
            Elementwise.subsamplePadChannels(stride, channelsBefore, x, y, tape.workers());
            return y;
        }

        @Override
        public Lowering.Value lower(Lowering.Value x, Lowering target) {
            return target.at("shortcut").subsamplePad(x, stride, channelsBefore, channelsAfter);
        }
    }

    /**
     * {@code s(a) = W_s a}: a learned layer.
     *
     * @param name below which its parameters are found
     */
    record Projection(String name, Layer layer) implements Shortcut {
        @Override
        public SequencedMap<String, Parameter> parameters() {
            return Sequential.of(Sequential.child(name, layer)).parameters();
        }

        @Override
        public Tensor forward(Tensor x, Tape tape) {
            return layer.forward(x, tape);
        }

        @Override
        public Lowering.Value lower(Lowering.Value x, Lowering target) {
            return layer.lower(x, target.at(name));
        }
    }

    /** What serves where the block changes dimensions; where it does not, both options are the identity. */
    enum Option {
        /** Zero-padded, without parameters. */
        A,
        /** Projection. */
        B;

        /** The shortcut of a convolutional block. */
        public Shortcut between(int inChannels, int outChannels, int stride) {
            if (inChannels == outChannels && stride == 1) {
                return identity();
            }
            return this == A
                    ? zeroPadded(inChannels, outChannels, stride)
                    : projection(inChannels, outChannels, stride);
        }

        /** The shortcut of a dense block. */
        public Shortcut betweenFeatures(int inFeatures, int outFeatures) {
            if (inFeatures == outFeatures) {
                return identity();
            }
            return this == A ? zeroPadded(inFeatures, outFeatures, 1) : denseProjection(inFeatures, outFeatures);
        }
    }

    static Shortcut identity() {
        return new Identity();
    }

    /** Half of the new channels before the old ones, the rest after. */
    static Shortcut zeroPadded(int inChannels, int outChannels, int stride) {
        if (outChannels < inChannels) {
            throw new IllegalArgumentException(
                    "a zero-padded shortcut cannot go from " + inChannels + " to " + outChannels + " channels");
        }
        int before = (outChannels - inChannels) / 2;
        return new ZeroPadded(stride, before, outChannels - inChannels - before);
    }

    /** A 1x1 convolution without bias, then batch norm; named {@code shortcut}, with children "0" and "1". */
    static Shortcut projection(int inChannels, int outChannels, int stride) {
        ConvGeometry geometry = ConvGeometry.of(inChannels, outChannels, 1).withStride(stride);
        return new Projection("shortcut", Sequential.of(Conv2d.of(geometry), BatchNorm2d.of(outChannels)));
    }

    /** A matrix {@code W_s [outFeatures, inFeatures]} without bias; named {@code shortcut}. */
    static Shortcut denseProjection(int inFeatures, int outFeatures) {
        return new Projection("shortcut", Linear.of(inFeatures, outFeatures).withoutBias());
    }

    /** The same shortcut, its parameters, if it has any, found below another name. */
    default Shortcut named(String name) {
        return this instanceof Projection projection ? new Projection(name, projection.layer()) : this;
    }
}
