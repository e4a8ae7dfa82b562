package io.github.lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolTest {

    @Test
    void nobodySharesAnObjectAndReturnedOnesServeAgain() {
        Pool<Object> pool = new Pool<>(Object::new);
        Object first = pool.acquire();
        Object second = pool.acquire();
        assertThat(second).isNotSameAs(first);
        pool.release(first);
        assertThat(pool.acquire()).isSameAs(first);
    }

    @Test
    void keepsABoundedNumber() {
        AtomicInteger made = new AtomicInteger();
        Pool<Integer> pool = new Pool<>(made::incrementAndGet);
        List<Integer> first = take(pool, 1000);
        first.forEach(pool::release);
        assertThat(take(pool, 1000)).containsAnyElementsOf(first);
        assertThat(made.get()).isBetween(1001, 1999);
    }

    @Test
    void servesManyThreads() {
        Pool<AtomicInteger> pool = new Pool<>(AtomicInteger::new);
        IntStream.range(0, 100_000).parallel().forEach(i -> {
            AtomicInteger holders = pool.acquire();
            assertThat(holders.incrementAndGet()).isEqualTo(1);
            holders.decrementAndGet();
            pool.release(holders);
        });
    }

    private static <T> List<T> take(Pool<T> pool, int count) {
        List<T> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(pool.acquire());
        }
        return taken;
    }
}
