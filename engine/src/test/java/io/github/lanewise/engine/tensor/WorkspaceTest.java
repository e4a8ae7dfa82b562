package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WorkspaceTest {

    @Test
    void cutsAlignedZeroSegmentsThatDoNotOverlap() {
        try (Workspace workspace = Workspace.ofBytes(200)) {
            MemorySegment first = workspace.allocate(1);
            MemorySegment second = workspace.allocate(65);

            assertThat(first.byteSize()).isEqualTo(64);
            assertThat(second.byteSize()).isEqualTo(128);
            assertThat(second.address() % 64).isZero();
            assertThat(second.address() - first.address()).isEqualTo(64);
            assertThat(second.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
            assertThat(workspace.used()).isEqualTo(192);
            assertThat(workspace.capacity()).isEqualTo(256);
        }
    }

    @Test
    void releasesDownToAMark() {
        try (Workspace workspace = Workspace.ofBytes(256)) {
            MemorySegment kept = workspace.allocate(64);
            long mark = workspace.mark();
            MemorySegment released = workspace.allocate(128);
            workspace.release(mark);

            assertThat(workspace.used()).isEqualTo(kept.byteSize());
            assertThat(workspace.allocate(64).address()).isEqualTo(released.address());
        }
    }

    @Test
    void tensorsHaveCleanPaddingInUsedMemory() {
        try (Workspace workspace = Workspace.ofBytes(1024)) {
            workspace.allocate(1024).fill((byte) -1);
            workspace.release(0);
            Tensor tensor = workspace.tensor(Shape.of(1, 2, 2, 1), Padding.of(1));
            tensor.fill(0);

            assertThat(tensor.segment().asSlice(0, tensor.imageBytes()).toArray(ValueLayout.JAVA_FLOAT))
                    .containsOnly(0f);
        }
    }

    @Test
    void servesEveryThread() {
        try (Workspace workspace = Workspace.ofBytes(64)) {
            Tensor tensor = workspace.tensor(Shape.of(2), Padding.NONE).fill(3);

            assertThat(CompletableFuture.supplyAsync(tensor::toArray).join()).containsExactly(3, 3);
        }
    }

    @Test
    void exhaustionNamesTheFigures() {
        try (Workspace workspace = Workspace.ofBytes(128)) {
            workspace.allocate(64);

            assertThatThrownBy(() -> workspace.allocate(65))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("128 bytes wanted")
                    .hasMessageContaining("64 of 128 left");
            assertThat(workspace.used()).isEqualTo(64);
        }
    }

    @Test
    void misuseIsRejected() {
        assertThatThrownBy(() -> Workspace.ofBytes(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        try (Workspace workspace = Workspace.ofBytes(128)) {
            assertThatThrownBy(() -> workspace.allocate(-64)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> workspace.release(64))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("64");
        }
    }

    @Test
    void useAfterCloseThrows() {
        Workspace workspace = Workspace.ofBytes(128);
        MemorySegment segment = workspace.allocate(64);
        workspace.close();
        workspace.close();

        assertThatThrownBy(() -> workspace.allocate(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> workspace.release(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_FLOAT, 0)).isInstanceOf(IllegalStateException.class);
    }
}
