package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private static final Workers WORKERS = Workers.single();

    private final Tensor first = Tensor.of(new float[] {3, 0}, 2);
    private final Tensor second = Tensor.of(new float[] {0, -4, 12}, 1, 3);
    private final Gradients gradients = new Gradients(named());

    private SequencedMap<String, Tensor> named() {
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        named.put("first", first);
        named.put("second", second);
        return named;
    }

    @Test
    void theNormIsThatOfAllTogether() {
        assertThat(gradients.norm(WORKERS)).isEqualTo(13);
    }

    @Test
    void aLargeNormIsScaledDown() {
        gradients.clip(new GradientClipping.ByNorm(6.5), 13, WORKERS);
        assertThat(first.toArray()).containsExactly(new float[] {1.5f, 0}, Offset.offset(1e-6f));
        assertThat(second.toArray()).containsExactly(new float[] {0, -2, 6}, Offset.offset(1e-6f));
    }

    @Test
    void aSmallNormStays() {
        gradients.clip(new GradientClipping.ByNorm(13.1), 13, WORKERS);
        assertThat(second.toArray()).containsExactly(0, -4, 12);
    }

    @Test
    void valuesAreBoundedOneByOne() {
        gradients.clip(new GradientClipping.ByValue(3.5), 13, WORKERS);
        assertThat(first.toArray()).containsExactly(3, 0);
        assertThat(second.toArray()).containsExactly(0, -3.5f, 3.5f);
    }

    @Test
    void theLastOfTheNetworkThatIsNotFiniteComesFirst() {
        assertThat(gradients.firstNonFinite(WORKERS)).isNull();
        first.set(Float.NaN, 1);
        assertThat(gradients.firstNonFinite(WORKERS)).isEqualTo("first");
        second.set(Float.POSITIVE_INFINITY, 0, 0);
        assertThat(gradients.firstNonFinite(WORKERS)).isEqualTo("second");
        assertThat(gradients.norm(WORKERS)).isNaN();
    }

    @Test
    void boundsArePositive() {
        assertThatThrownBy(() -> new GradientClipping.ByNorm(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GradientClipping.ByValue(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
