package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PackedMatrixProperties {

    @Property(tries = 1000)
    void productsEndInTheirEpilogue(
            @ForAll(supplier = Problems.Gemms.class) GemmProblem sizes,
            @ForAll Transpose transpose,
            @ForAll boolean bias,
            @ForAll PackedProduct.Residual residual,
            @ForAll("activations") Activation activation) {
        GemmProblem problem = GemmProblem.of(sizes.seed(), sizes.m(), sizes.n(), sizes.k());
        PackedProduct product = new PackedProduct(problem, transpose, bias, residual, activation);
        Results.assertBits(product, product::reference, product.multiply(Workers.single()));
    }

    @Provide
    Arbitrary<Activation> activations() {
        return Arbitraries.of(Activation.IDENTITY, Activation.RELU, Activation.clippedRelu(0.5f));
    }
}
