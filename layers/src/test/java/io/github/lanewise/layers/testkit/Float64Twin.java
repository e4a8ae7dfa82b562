package io.github.lanewise.layers.testkit;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.AveragePool2d;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.MaxPool2d;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Sequential;
import io.github.lanewise.layers.Softmax;
import io.github.lanewise.layers.residual.PlainBlock;
import io.github.lanewise.layers.residual.ResidualBlock;
import io.github.lanewise.layers.residual.Shortcut;

/** Every layer as its formula says, in float64, one element after the other. */
public final class Float64Twin {
    private Float64Twin() {}

    public static Doubles forward(Layer layer, Tensor x) {
        return forward(layer, Doubles.of(x));
    }

    public static Doubles forward(Layer layer, Doubles x) {
        return switch (layer) {
            case Sequential sequential -> {
                Doubles y = x;
                for (Sequential.Child child : sequential.children()) {
                    y = forward(child.layer(), y);
                }
                yield y;
            }
            case ResidualBlock block ->
                activate(block.activation(), add(forward(block.branch(), x), forward(block.shortcut(), x)));
            case PlainBlock block -> activate(block.activation(), forward(block.branch(), x));
            case Shortcut.Identity _ -> x;
            case Shortcut.ZeroPadded padded -> zeroPadded(padded, x);
            case Shortcut.Projection projection -> forward(projection.layer(), x);
            case Conv2d conv -> convolution(conv, x);
            case BatchNorm2d norm -> batchNorm(norm, x);
            case Linear linear -> linear(linear, x);
            case Relu relu -> activate(relu.activation(), x);
            case MaxPool2d pool -> pool(pool.geometry(), true, false, x);
            case AveragePool2d pool -> pool(pool.geometry(), false, pool.countPadding(), x);
            case GlobalAveragePool _ -> globalAverage(x);
            case Flatten _ -> flatten(x);
            case Softmax _ -> softmax(x);
            default -> throw new IllegalArgumentException("no twin of " + layer);
        };
    }

    private static Doubles convolution(Conv2d conv, Doubles x) {
        ConvGeometry g = conv.geometry();
        Doubles w = Doubles.of(conv.weight().values());
        Parameter bias = conv.bias();
        int[] shape = g.outputShape(x.shape()).toArray();
        Doubles y = Doubles.zeros(shape);
        for (int n = 0; n < shape[0]; n++) {
            for (int row = 0; row < shape[1]; row++) {
                for (int column = 0; column < shape[2]; column++) {
                    for (int o = 0; o < shape[3]; o++) {
                        double b = bias == null ? 0 : bias.values().get(o);
                        y.set(b + patch(g, w, x, n, row, column, o), n, row, column, o);
                    }
                }
            }
        }
        return y;
    }

    private static double patch(ConvGeometry g, Doubles w, Doubles x, int n, int row, int column, int o) {
        int channels = g.inChannels() / g.groups();
        int firstChannel = o / (g.outChannels() / g.groups()) * channels;
        double sum = 0;
        for (int ky = 0; ky < g.kernelHeight(); ky++) {
            for (int kx = 0; kx < g.kernelWidth(); kx++) {
                int y = row * g.strideHeight()
                        + ky * g.dilationHeight()
                        - g.padding().top();
                int z = column * g.strideWidth()
                        + kx * g.dilationWidth()
                        - g.padding().left();
                boolean inside = y >= 0 && y < x.dimension(1) && z >= 0 && z < x.dimension(2);
                for (int c = 0; inside && c < channels; c++) {
                    sum += x.get(n, y, z, firstChannel + c) * w.get(o, c, ky, kx);
                }
            }
        }
        return sum;
    }

    private static Doubles batchNorm(BatchNorm2d norm, Doubles x) {
        Doubles y = Doubles.zeros(x.shape().toArray());
        int channels = norm.channels();
        for (int i = 0; i < y.values().length; i++) {
            int c = i % channels;
            double centred = x.values()[i] - norm.runningMean().values().get(c);
            double deviation = Math.sqrt(norm.runningVariance().values().get(c) + norm.epsilon());
            y.values()[i] = norm.weight().values().get(c) * centred / deviation
                    + norm.bias().values().get(c);
        }
        return y;
    }

    private static Doubles linear(Linear linear, Doubles x) {
        Parameter bias = linear.bias();
        Doubles w = Doubles.of(linear.weight().values());
        Doubles y = Doubles.zeros(x.dimension(0), linear.outFeatures());
        for (int n = 0; n < x.dimension(0); n++) {
            for (int o = 0; o < linear.outFeatures(); o++) {
                double sum = bias == null ? 0 : bias.values().get(o);
                for (int i = 0; i < linear.inFeatures(); i++) {
                    sum += x.get(n, i) * w.get(o, i);
                }
                y.set(sum, n, o);
            }
        }
        return y;
    }

    private static Doubles activate(Activation activation, Doubles x) {
        Doubles y = Doubles.zeros(x.shape().toArray());
        for (int i = 0; i < y.values().length; i++) {
            y.values()[i] = Math.min(Math.max(x.values()[i], activation.lower()), activation.upper());
        }
        return y;
    }

    private static Doubles add(Doubles a, Doubles b) {
        Doubles sum = Doubles.zeros(a.shape().toArray());
        for (int i = 0; i < sum.values().length; i++) {
            sum.values()[i] = a.values()[i] + b.values()[i];
        }
        return sum;
    }

    private static Doubles zeroPadded(Shortcut.ZeroPadded shortcut, Doubles x) {
        int channels = x.dimension(x.rank() - 1);
        int padded = shortcut.channelsBefore() + channels + shortcut.channelsAfter();
        if (x.rank() == 2) {
            Doubles y = Doubles.zeros(x.dimension(0), padded);
            for (int n = 0; n < x.dimension(0); n++) {
                for (int c = 0; c < channels; c++) {
                    y.set(x.get(n, c), n, shortcut.channelsBefore() + c);
                }
            }
            return y;
        }
        int stride = shortcut.stride();
        Doubles y = Doubles.zeros(
                x.dimension(0), (x.dimension(1) + stride - 1) / stride, (x.dimension(2) + stride - 1) / stride, padded);
        for (int n = 0; n < y.dimension(0); n++) {
            for (int row = 0; row < y.dimension(1); row++) {
                for (int column = 0; column < y.dimension(2); column++) {
                    for (int c = 0; c < channels; c++) {
                        double value = x.get(n, row * stride, column * stride, c);
                        y.set(value, n, row, column, shortcut.channelsBefore() + c);
                    }
                }
            }
        }
        return y;
    }

    private static Doubles pool(PoolGeometry g, boolean max, boolean countPadding, Doubles x) {
        int[] shape = g.outputShape(x.shape()).toArray();
        Doubles y = Doubles.zeros(shape);
        for (int n = 0; n < shape[0]; n++) {
            for (int row = 0; row < shape[1]; row++) {
                for (int column = 0; column < shape[2]; column++) {
                    for (int c = 0; c < shape[3]; c++) {
                        y.set(window(g, max, countPadding, x, n, row, column, c), n, row, column, c);
                    }
                }
            }
        }
        return y;
    }

    private static double window(
            PoolGeometry g, boolean max, boolean countPadding, Doubles x, int n, int row, int column, int c) {
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        int count = 0;
        for (int ky = 0; ky < g.kernelHeight(); ky++) {
            for (int kx = 0; kx < g.kernelWidth(); kx++) {
                int y = row * g.strideHeight() + ky - g.padding().top();
                int z = column * g.strideWidth() + kx - g.padding().left();
                if (y >= 0 && y < x.dimension(1) && z >= 0 && z < x.dimension(2)) {
                    sum += x.get(n, y, z, c);
                    largest = Math.max(largest, x.get(n, y, z, c));
                    count++;
                }
            }
        }
        return max ? largest : sum / (countPadding ? g.kernelHeight() * g.kernelWidth() : count);
    }

    private static Doubles globalAverage(Doubles x) {
        Doubles y = Doubles.zeros(x.dimension(0), 1, 1, x.dimension(3));
        for (int n = 0; n < x.dimension(0); n++) {
            for (int c = 0; c < x.dimension(3); c++) {
                double sum = 0;
                for (int row = 0; row < x.dimension(1); row++) {
                    for (int column = 0; column < x.dimension(2); column++) {
                        sum += x.get(n, row, column, c);
                    }
                }
                y.set(sum / (x.dimension(1) * x.dimension(2)), n, 0, 0, c);
            }
        }
        return y;
    }

    private static Doubles flatten(Doubles x) {
        if (x.rank() == 2) {
            return x;
        }
        int height = x.dimension(1);
        int width = x.dimension(2);
        Doubles y = Doubles.zeros(x.dimension(0), x.dimension(3) * height * width);
        for (int n = 0; n < x.dimension(0); n++) {
            for (int c = 0; c < x.dimension(3); c++) {
                for (int row = 0; row < height; row++) {
                    for (int column = 0; column < width; column++) {
                        y.set(x.get(n, row, column, c), n, (c * height + row) * width + column);
                    }
                }
            }
        }
        return y;
    }

    private static Doubles softmax(Doubles x) {
        Doubles y = Doubles.zeros(x.shape().toArray());
        for (int n = 0; n < x.dimension(0); n++) {
            double sum = 0;
            for (int i = 0; i < x.dimension(1); i++) {
                sum += Math.exp(x.get(n, i));
            }
            for (int i = 0; i < x.dimension(1); i++) {
                y.set(Math.exp(x.get(n, i)) / sum, n, i);
            }
        }
        return y;
    }
}
