package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Workspace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PlanPoolTest {
    private static Signature signature(int batch) {
        return Signature.of(Shape.of(batch, 16));
    }

    private static Plan plan(Signature signature) {
        Workspace workspace =
                Workspace.ofBytes(64L * signature.shapes().getFirst().dimension(0));
        Graph nothing = new Graph(List.of(), List.of());
        Program program = new Program(signature, nothing, List.of(), MemoryPlan.of(nothing, List.of()));
        return new Plan(program, workspace, List.of(), List.of(), List.of());
    }

    @Test
    void planIsUsedAgain() {
        try (PlanPool pool = new PlanPool(PlanPoolTest::plan, 2)) {
            Plan first = pool.acquire(signature(3));
            pool.release(first);

            assertThat(pool.acquire(signature(3))).isSameAs(first);
            pool.release(first);
            assertThat(pool.bytes()).isEqualTo(3 * 64);
        }
    }

    @Test
    void callsAtTheSameTimeHavePlansOfTheirOwn() {
        try (PlanPool pool = new PlanPool(PlanPoolTest::plan, 2)) {
            Plan first = pool.acquire(signature(1));
            Plan second = pool.acquire(signature(1));

            assertThat(second).isNotSameAs(first);
            pool.release(first);
            pool.release(second);
        }
    }

    @Test
    void planIdleForLongestMakesRoom() {
        try (PlanPool pool = new PlanPool(PlanPoolTest::plan, 2)) {
            Plan one = pool.acquire(signature(1));
            Plan two = pool.acquire(signature(2));
            pool.release(one);
            pool.release(two);

            pool.release(pool.acquire(signature(3)));

            assertThat(pool.bytes()).isEqualTo(5 * 64);
            assertThat(pool.acquire(signature(2))).isSameAs(two);
            pool.release(two);
        }
    }

    /** A call of its own thread, which waits for a plan or for the end of the others. */
    private static FutureTask<Plan> waitingCall(Callable<Plan> call) throws InterruptedException {
        FutureTask<Plan> task = new FutureTask<>(call);
        Thread thread = Thread.ofPlatform().start(task);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        return task;
    }

    @Test
    @Timeout(10)
    void callWaitsWhileAllPlansAreInUse() throws Exception {
        try (PlanPool pool = new PlanPool(PlanPoolTest::plan, 1)) {
            Plan plan = pool.acquire(signature(1));
            FutureTask<Plan> waiting = waitingCall(() -> pool.acquire(signature(1)));

            pool.release(plan);

            assertThat(waiting.get()).isSameAs(plan);
            pool.release(plan);
        }
    }

    @Test
    void planThatCannotBeMadeLeavesRoom() {
        try (PlanPool pool = new PlanPool(
                signature -> {
                    if (signature.equals(signature(7))) {
                        throw new OutOfMemoryError("seven");
                    }
                    return plan(signature);
                },
                1)) {
            assertThatThrownBy(() -> pool.acquire(signature(7))).isInstanceOf(OutOfMemoryError.class);

            pool.release(pool.acquire(signature(1)));
        }
    }

    @Test
    void idlePlansGiveWayWhereMemoryIsShort() {
        Set<Signature> made = new HashSet<>();
        try (PlanPool pool = new PlanPool(
                signature -> {
                    if (made.add(signature) && signature.equals(signature(7))) {
                        throw new OutOfMemoryError("seven");
                    }
                    return plan(signature);
                },
                4)) {
            Plan inUse = pool.acquire(signature(1));
            pool.release(pool.acquire(signature(2)));

            Plan seven = pool.acquire(signature(7));

            assertThat(pool.bytes()).isEqualTo((1 + 7) * 64);
            pool.release(seven);
            pool.release(inUse);
            assertThat(pool.acquire(signature(1))).isSameAs(inUse);
            pool.release(inUse);
        }
    }

    @Test
    @Timeout(10)
    void closeWaitsForPlansInUseAndRefusesWaitingCalls() throws Exception {
        PlanPool pool = new PlanPool(PlanPoolTest::plan, 1);
        Plan plan = pool.acquire(signature(1));
        FutureTask<Plan> waiting = waitingCall(() -> pool.acquire(signature(1)));
        FutureTask<Plan> closing = waitingCall(() -> {
            pool.close();
            return plan;
        });
        assertThat(closing.isDone()).isFalse();

        pool.release(plan);

        closing.get();
        assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.acquire(signature(1))).isInstanceOf(IllegalStateException.class);
        assertThat(pool.bytes()).isZero();
    }
}
