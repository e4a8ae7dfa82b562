package io.github.lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class FamilyTest {
    private final Queue<Runnable> background = new ArrayDeque<>();

    @Test
    void plainJavaServesUntilTheVectorKernelsAreCompiled() {
        Family<String> family = new Family<>("plain", "vector", _ -> true, background::add);

        assertThat(family.serving()).isEqualTo("plain");
        assertThat(family.serving()).isEqualTo("plain");
        assertThat(background).hasSize(1);
        background.remove().run();
        assertThat(family.serving()).isEqualTo("vector");
        assertThat(family.await()).isTrue();
        assertThat(background).isEmpty();
    }

    @Test
    void plainJavaGoesOnWhereTheVectorKernelsDoNotBecomeFast() {
        Family<String> family = new Family<>("plain", "vector", _ -> false, Runnable::run);

        family.request();

        assertThat(family.await()).isFalse();
        assertThat(family.serving()).isEqualTo("plain");
    }

    @Test
    void plainJavaGoesOnWhereTheWarmUpFails() {
        Family<String> family = new Family<>(
                "plain",
                "vector",
                _ -> {
                    throw new LinkageError("no such instruction");
                },
                background::add);
        family.request();

        assertThat(background)
                .singleElement()
                .satisfies(compilation ->
                        assertThat(catchThrowable(compilation::run)).isInstanceOf(LinkageError.class));
        assertThat(family.await()).isFalse();
        assertThat(family.serving()).isEqualTo("plain");
    }

    @Test
    void plainJavaGoesOnWhereNoThreadIsToBeHad() {
        Family<String> family = new Family<>("plain", "vector", _ -> true, _ -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        assertThat(catchThrowable(family::serving)).hasMessage("unable to create native thread");
        assertThat(family.await()).isFalse();
        assertThat(family.serving()).isEqualTo("plain");
    }

    @Test
    void nobodyWaitsForWhatNobodyAskedFor() {
        Family<String> family = new Family<>("plain", "vector", _ -> true, background::add);

        assertThat(family.await()).isTrue();
        assertThat(background).isEmpty();
    }
}
