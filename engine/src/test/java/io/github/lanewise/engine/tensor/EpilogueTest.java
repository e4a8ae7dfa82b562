package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EpilogueTest {

    @Test
    void nothingIsTheDefault() {
        assertThat(Epilogue.NONE.bias()).isNull();
        assertThat(Epilogue.NONE.activation()).isEqualTo(Activation.IDENTITY);
        assertThat(Epilogue.NONE.function()).isNull();
    }

    @Test
    void rejectsABiasThatIsNoVector() {
        Tensor matrix = Tensor.of(new float[6], 2, 3);

        assertThatThrownBy(() -> new Epilogue(matrix, Activation.RELU))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[channels]")
                .hasMessageContaining("[2, 3]");
    }
}
