package io.github.lanewise.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.Problems;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReferenceIm2colProperties {

    @Property
    void col2imIsTheAdjoint(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        float[] images = problem.input();
        float[] columns = ReferenceIm2col.run(problem.geometry(), problem.inputShape(), images);
        float[] matrix = Problems.floats(problem.seed() + 1, columns.length);
        float[] back = ReferenceCol2im.run(problem.geometry(), problem.inputShape(), matrix);

        assertThat(dot(images, back)).isCloseTo(dot(columns, matrix), within(1e-5 * (1 + columns.length)));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
