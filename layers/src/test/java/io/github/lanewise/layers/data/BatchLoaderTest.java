package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchLoaderTest {
    private static final Augmentation FLIP = Augmentation.none().padAndCrop(1).horizontalFlip();

    private static BatchLoader loader(ImageDataSet data, int batch, int threads, boolean shuffle, boolean dropLast) {
        return new BatchLoader(data, Augmentation.none(), batch, 7, threads, shuffle, dropLast);
    }

    /** A copy of what the next batch holds. */
    private static List<Object> next(BatchLoader loader) {
        Batch batch = loader.next();
        int floats = batch.images().length / batch.labels().length * batch.count();
        return List.of(
                Arrays.toString(Arrays.copyOf(batch.images(), floats)),
                Arrays.toString(Arrays.copyOf(batch.labels(), batch.count())),
                batch.count(),
                batch.epoch(),
                batch.index());
    }

    private static List<List<Object>> next(BatchLoader loader, int batches) {
        List<List<Object>> all = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            all.add(next(loader));
        }
        return all;
    }

    @Test
    void batchesComeInOrderAndTheLastOneIsShort() {
        try (BatchLoader loader = loader(new CountedImages(5), 2, 2, false, false)) {
            assertThat(loader.batchesPerEpoch()).isEqualTo(3);
            assertThat(next(loader))
                    .containsExactly("[0.0, 1.0, 2.0, 3.0, 10.0, 11.0, 12.0, 13.0]", "[0, 1]", 2, 0L, 0);
            assertThat(next(loader).getLast()).isEqualTo(1);
            assertThat(next(loader)).containsExactly("[40.0, 41.0, 42.0, 43.0]", "[1]", 1, 0L, 2);
            assertThat(next(loader)).endsWith("[0, 1]", 2, 1L, 0);
        }
    }

    @Test
    void imagesThatDoNotFillABatchMayBeLeftOut() {
        try (BatchLoader loader = loader(new CountedImages(5), 2, 1, false, true)) {
            assertThat(loader.batchesPerEpoch()).isEqualTo(2);
            assertThat(next(loader, 3)).extracting(List::getLast).isEqualTo(List.of(0, 1, 0));
        }
    }

    @Test
    void everyImageComesOnceAnEpochInAnotherOrder() {
        int size = 100;
        List<List<Float>> epochs = new ArrayList<>();
        try (BatchLoader loader = loader(new CountedImages(size), 16, 3, true, false)) {
            for (int epoch = 0; epoch < 3; epoch++) {
                List<Float> seen = new ArrayList<>();
                for (int i = 0; i < loader.batchesPerEpoch(); i++) {
                    Batch batch = loader.next();
                    for (int image = 0; image < batch.count(); image++) {
                        seen.add(batch.images()[4 * image] / 10);
                        assertThat(batch.labels()[image]).isEqualTo((int) (batch.images()[4 * image] / 10) % 3);
                    }
                }
                assertThat(seen)
                        .hasSize(size)
                        .doesNotHaveDuplicates()
                        .isNotEqualTo(seen.stream().sorted().toList());
                epochs.add(seen);
            }
        }
        assertThat(epochs).doesNotHaveDuplicates();
    }

    @Test
    void bitsDependNeitherOnThreadsNorOnTime() {
        List<List<List<Object>>> runs = new ArrayList<>();
        for (int threads : new int[] {1, 2, 7}) {
            try (BatchLoader loader = new BatchLoader(new CountedImages(30), FLIP, 4, 5, threads, true, false)) {
                runs.add(next(loader, 40));
            }
        }
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
        assertThat(runs.get(2)).isEqualTo(runs.get(0));
        try (BatchLoader other = new BatchLoader(new CountedImages(30), FLIP, 4, 6, 2, true, false)) {
            assertThat(next(other, 40)).isNotEqualTo(runs.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 15, 23})
    void continuesWhereAnotherStopped(int batches) {
        CountedImages data = new CountedImages(30);
        try (BatchLoader whole = new BatchLoader(data, FLIP, 4, 5, 2, true, false);
                BatchLoader rest = new BatchLoader(data, FLIP, 4, 5, 2, true, false)) {
            next(whole, batches);
            rest.startAt(batches / 8, batches % 8);
            assertThat(next(rest, 20)).isEqualTo(next(whole, 20));
        }
    }

    @Test
    void endOfAnEpochIsTheBeginningOfTheNext() {
        CountedImages data = new CountedImages(8);
        try (BatchLoader end = loader(data, 4, 1, true, false).startAt(2, 2);
                BatchLoader beginning = loader(data, 4, 1, true, false).startAt(3, 0)) {
            assertThat(next(end)).isEqualTo(next(beginning));
        }
    }

    @Test
    void startsOnlyOnceAndOnlyWhereThereIsABatch() {
        try (BatchLoader loader = loader(new CountedImages(8), 4, 1, true, false)) {
            assertThatThrownBy(() -> loader.startAt(0, 3)).hasMessageContaining("batch 3 of epoch 0");
            assertThatThrownBy(() -> loader.startAt(-1, 0)).isInstanceOf(IllegalArgumentException.class);
            loader.next();
            assertThatThrownBy(() -> loader.startAt(0, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Images of which one cannot be loaded. */
    private record Broken(int broken, RuntimeException problem) implements ImageDataSet {
        private static final CountedImages WHOLE = new CountedImages(12);

        @Override
        public int size() {
            return WHOLE.size();
        }

        @Override
        public Shape imageShape() {
            return WHOLE.imageShape();
        }

        @Override
        public List<String> classNames() {
            return WHOLE.classNames();
        }

        @Override
        public int label(int index) {
            return WHOLE.label(index);
        }

        @Override
        public void image(int index, float[] planes, int at) {
            if (index == broken) {
                throw problem;
            }
            WHOLE.image(index, planes, at);
        }
    }

    @Test
    void imageThatCannotBeReadReachesTheCallerWithItsBatch() {
        UncheckedIOException problem = new UncheckedIOException("cat.png: is broken", new IOException("cat.png"));
        try (BatchLoader loader = loader(new Broken(9, problem), 2, 3, false, false)) {
            next(loader, 4);
            for (int call = 0; call < 2; call++) {
                assertThatThrownBy(loader::next)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessage("cat.png: is broken")
                        .hasCause(problem.getCause());
            }
        }
    }

    @Test
    void programmingErrorReachesTheCaller() {
        try (BatchLoader loader = loader(new Broken(0, new ArithmeticException("by zero")), 2, 1, false, false)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("by zero")
                    .hasRootCauseInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void noMoreIsLoadedAheadThanTheRingHolds() throws InterruptedException {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(5);
        ImageDataSet counting = new Delegate(new CountedImages(100)) {
            @Override
            public void image(int index, float[] planes, int at) {
                super.image(index, planes, at);
                loads.incrementAndGet();
                enough.countDown();
            }
        };
        try (BatchLoader loader = loader(counting, 1, 3, false, false)) {
            loader.next();
            assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(50);
            assertThat(loads.get()).isEqualTo(5);
        }
    }

    /** Another data set, to be changed in part. */
    private static class Delegate implements ImageDataSet {
        private final ImageDataSet data;

        Delegate(ImageDataSet data) {
            this.data = data;
        }

        @Override
        public int size() {
            return data.size();
        }

        @Override
        public Shape imageShape() {
            return data.imageShape();
        }

        @Override
        public List<String> classNames() {
            return data.classNames();
        }

        @Override
        public int label(int index) {
            return data.label(index);
        }

        @Override
        public void image(int index, float[] planes, int at) {
            data.image(index, planes, at);
        }
    }

    @Test
    void closingEndsTheThreads() {
        BatchLoader loader = loader(new CountedImages(100), 3, 4, true, false);
        loader.next();
        loader.close();
        loader.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("lanewise-loader"));
        assertThatThrownBy(loader::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closingWakesTheOneWhoWaits() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        ImageDataSet slow = new Delegate(new CountedImages(4)) {
            @Override
            public void image(int index, float[] planes, int at) {
                asked.countDown();
                try {
                    closing.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        BatchLoader loader = loader(slow, 2, 1, false, false);
        AtomicInteger refused = new AtomicInteger();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                loader.next();
            } catch (IllegalStateException e) {
                refused.incrementAndGet();
            }
        });
        asked.await();
        Thread closer = Thread.ofPlatform().start(loader::close);
        waiting.join();
        closing.countDown();
        closer.join();
        assertThat(refused).hasValue(1);
    }

    @Test
    void loadersWithoutImagesThreadsOrBatchesAreRefused() {
        CountedImages data = new CountedImages(3);
        assertThatThrownBy(() -> loader(data, 0, 1, false, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> loader(data, 1, 0, false, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> loader(data, 4, 1, false, true)).hasMessageContaining("3 images do not fill a batch");
        assertThatThrownBy(() -> loader(new CountedImages(0), 4, 1, false, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
