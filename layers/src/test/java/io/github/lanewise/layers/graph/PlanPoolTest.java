package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.Workspace;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PlanPoolTest {
    private static Plan plan(int batch) {
        Workspace workspace = Workspace.ofBytes(64L * batch);
        Tensor tensor = workspace.tensor(Shape.of(batch, 16), Padding.NONE);
        return new Plan(workspace, tensor, List.of(), tensor);
    }

    @Test
    void planIsUsedAgain() {
        try (PlanPool pool = new PlanPool(PlanPoolTest::plan, 2)) {
            Plan first = pool.acquire(3);
            pool.release(first);

            assertThat(pool.acquire(3)).isSameAs(first);
            pool.release(first);
            assertThat(pool.bytes()).isEqualTo(3 * 64);
        }
    }

    @Test
    void callsAtTheSameTimeHavePlansOfTheirOwn() {
        try (PlanPool pool = new PlanPool(PlanPoolTest::plan, 2)) {
            Plan first = pool.acquire(1);
            Plan second = pool.acquire(1);

            assertThat(second).isNotSameAs(first);
            pool.release(first);
            pool.release(second);
        }
    }

    @Test
    void planIdleForLongestMakesRoom() {
        try (PlanPool pool = new PlanPool(PlanPoolTest::plan, 2)) {
            Plan one = pool.acquire(1);
            Plan two = pool.acquire(2);
            pool.release(one);
            pool.release(two);

            pool.release(pool.acquire(3));

            assertThat(pool.bytes()).isEqualTo(5 * 64);
            assertThat(pool.acquire(2)).isSameAs(two);
            pool.release(two);
        }
    }

    @Test
    void callWaitsWhileAllPlansAreInUse() throws Exception {
        try (PlanPool pool = new PlanPool(PlanPoolTest::plan, 1)) {
            Plan plan = pool.acquire(1);
            CompletableFuture<Plan> waiting = CompletableFuture.supplyAsync(() -> pool.acquire(1));
            assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            pool.release(plan);

            assertThat(waiting.get(5, TimeUnit.SECONDS)).isSameAs(plan);
            pool.release(plan);
        }
    }

    @Test
    void planThatCannotBeMadeLeavesRoom() {
        try (PlanPool pool = new PlanPool(
                batch -> {
                    if (batch == 7) {
                        throw new OutOfMemoryError("seven");
                    }
                    return plan(batch);
                },
                1)) {
            assertThatThrownBy(() -> pool.acquire(7)).isInstanceOf(OutOfMemoryError.class);

            pool.release(pool.acquire(1));
        }
    }

    @Test
    void closeWaitsForPlansInUseAndRefusesWaitingCalls() throws Exception {
        PlanPool pool = new PlanPool(PlanPoolTest::plan, 1);
        Plan plan = pool.acquire(1);
        CompletableFuture<Plan> waiting = CompletableFuture.supplyAsync(() -> pool.acquire(1));
        CompletableFuture<Void> closing = CompletableFuture.runAsync(pool::close);
        assertThatThrownBy(() -> closing.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        pool.release(plan);

        closing.get(5, TimeUnit.SECONDS);
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.acquire(1)).isInstanceOf(IllegalStateException.class);
        assertThat(pool.bytes()).isZero();
    }
}
