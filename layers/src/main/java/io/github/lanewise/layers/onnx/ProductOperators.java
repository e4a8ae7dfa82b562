package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.MatMul;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Matrix products, and softmax, which stands behind them. */
final class ProductOperators {
    private static final int SOFTMAX_OF_ONE_AXIS = 13;

    private ProductOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "Gemm", ProductOperators::gemm);
        OperatorImporter.put(importers, "MatMul", ProductOperators::product);
        OperatorImporter.put(importers, "Softmax", node -> softmax(node, false));
        OperatorImporter.put(importers, "LogSoftmax", node -> softmax(node, true));
    }

    /** {@code alpha A B + beta C}. */
    private static Operand gemm(ImportedNode node) throws ModelFormatException {
        Operand a = matrix(node, 0, node.flag("transA", false));
        boolean transposed = node.flag("transB", false);
        double alpha = node.node().number("alpha", 1);
        double beta = node.node().number("beta", 1);
        Operand c = node.optional(2);
        if (!node.operand(1).mayBeKnown()) {
            Operand b = matrix(node, 1, transposed);
            Shape shape = MatMul.shape(a.shape(), b.shape());
            Operand product = node.plain(a.type(), new Operator.MatMul(), shape, a.plain(), b.plain());
            return plus(node, scaled(node, product, alpha), c, beta);
        }
        Operand weights = transposedUnless(transposed, node);
        int features = weights.shape().dimension(0);
        boolean perFeature = c != null && isPerFeature(c.shape(), features) && c.mayBeKnown();
        Tensor bias = c != null && perFeature ? c.tensor() : null;
        Operand y = linear(node, a, weights, affine(features, alpha, beta, bias));
        return plus(node, y, perFeature ? null : c, beta);
    }

    /** {@code y + beta c}, which broadcasts to the shape of y. */
    private static Operand plus(ImportedNode node, Operand y, @Nullable Operand c, double beta) {
        if (c == null) {
            return y;
        }
        Operand sum = Broadcasting.binary(node, BinaryOperation.ADD, y, scaled(node, c, beta));
        if (!sum.shape().equals(y.shape())) {
            throw new IllegalArgumentException("a summand " + c.shape() + " for a product " + y.shape());
        }
        return sum;
    }

    private static Operand scaled(ImportedNode node, Operand c, double factor) {
        if (factor == 1) {
            return c;
        }
        int scalar = node.assembly().constant(Tensor.of(new float[] {(float) factor}));
        return Broadcasting.binary(node, BinaryOperation.MULTIPLY, c, Operand.plain(node.assembly(), c.type(), scalar));
    }

    private static boolean isPerFeature(Shape shape, int features) {
        return shape.elements() == 1 || (shape.elements() == features && shape.dimension(shape.rank() - 1) == features);
    }

    private static ChannelAffine affine(int features, double scale, double beta, @Nullable Tensor bias) {
        if (bias == null) {
            return ChannelAffine.of(features, i -> scale, i -> 0);
        }
        float[] shifts = bias.toArray();
        return ChannelAffine.of(features, i -> scale, i -> beta * shifts[shifts.length == 1 ? 0 : i]);
    }

    private static Operand matrix(ImportedNode node, int index, boolean transpose) {
        Operand operand = node.real(index);
        if (operand.rank() != 2) {
            throw new IllegalArgumentException("input " + index + " of shape " + operand.shape() + " is no matrix");
        }
        return transpose ? transposed(node, operand) : operand;
    }

    /** The second factor of a product, whose values must be known, as weights {@code [outFeatures, inFeatures]}. */
    private static Operand transposedUnless(boolean transposed, ImportedNode node) {
        Operand weights = matrix(node, 1, false);
        Operand known =
                Operand.plain(node.assembly(), weights.type(), node.assembly().constant(weights.tensor()));
        return transposed ? known : transposed(node, known);
    }

    private static Operand transposed(ImportedNode node, Operand x) {
        List<Integer> permutation = List.of(1, 0);
        return node.plain(
                x.type(), new Operator.Transpose(permutation), Axes.transposed(x.shape(), permutation), x.plain());
    }

    /** {@code x Wᵀ} for W {@code [outFeatures, inFeatures]}. */
    private static Operand linear(ImportedNode node, Operand x, Operand weights, ChannelAffine affine) {
        if (x.shape().dimension(1) != weights.shape().dimension(1)) {
            throw new IllegalArgumentException(
                    "there is no product of " + x.shape() + " and the transposed " + weights.shape());
        }
        Operator linear = new Operator.Linear(weights.tensor(), affine, Activation.IDENTITY);
        Shape shape = Shape.of(x.shape().dimension(0), weights.shape().dimension(0));
        return node.plain(x.type(), linear, shape, x.plain());
    }

    private static Operand product(ImportedNode node) {
        Operand a = node.real(0);
        Operand b = node.real(1);
        Shape shape = MatMul.shape(a.shape(), b.shape());
        if (!b.isKnown() || b.rank() != 2 || a.isKnown() || a.rank() < 2) {
            return node.plain(a.type(), new Operator.MatMul(), shape, a.plain(), b.plain());
        }
        int last = a.rank() - 1;
        Operand rows = node.reshape(
                a, Shape.of(ShapeOperators.extent(a.shape(), 0, last), a.shape().dimension(last)));
        Operand y = linear(node, rows, transposed(node, b), affine(b.shape().dimension(1), 1, 1, null));
        return node.reshape(y, shape);
    }

    private static Operand softmax(ImportedNode node, boolean logarithm) throws ModelFormatException {
        Operand x = node.real(0);
        boolean coerced = node.opset() < SOFTMAX_OF_ONE_AXIS;
        int axis = Axes.of(node.node().integer("axis", coerced ? 1 : -1), x.rank());
        if (coerced && axis < x.rank() - 1) {
            Shape matrix = Shape.of(
                    ShapeOperators.extent(x.shape(), 0, axis), ShapeOperators.extent(x.shape(), axis, x.rank()));
            Operand rows = node.reshape(x, matrix);
            Operand y = node.plain(x.type(), new Operator.Softmax(1, logarithm), matrix, rows.plain());
            return node.reshape(y, x.shape());
        }
        return x.prefersImages()
                ? node.elementwise(new Operator.Softmax(Axes.inImages(axis, x.rank()), logarithm), x)
                : node.elementwise(new Operator.Softmax(axis, logarithm), x);
    }
}
