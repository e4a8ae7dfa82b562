package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FirstImagesTest {

    @Test
    void onlyTheFirstImagesAreThere() {
        FirstImages first = new FirstImages(new CountedImages(9), 5);
        float[] planes = new float[4];
        first.image(4, planes, 0);
        assertThat(planes).containsExactly(40, 41, 42, 43);
        assertThat(first.size()).isEqualTo(5);
        assertThat(first.label(4)).isEqualTo(1);
        assertThat(first.classes()).isEqualTo(3);
        assertThatThrownBy(() -> first.image(5, planes, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> first.label(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new FirstImages(first, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FirstImages(first, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
