package io.github.lanewise.layers.train.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SlotPlanProperties {
    @Property(tries = 200)
    void slotsOfOneTimeShareNoMemoryAndPaddingStaysZero(@ForAll("slots") List<Slot> slots) {
        SlotPlan plan = new SlotPlan(slots);
        try (Arena arena = Arena.ofConfined()) {
            plan.allocate(arena);
            long apart = 0;
            for (Slot slot : slots) {
                apart += slot.tensor().segment().byteSize();
                for (Slot other : slots) {
                    boolean meet = slot != other && slot.first() <= other.last() && other.first() <= slot.last();
                    assertThat(meet && overlap(slot, other)).isFalse();
                }
                slot.tensor().fill(1);
            }
            assertThat(plan.bytes()).isLessThanOrEqualTo(apart);
            for (Slot slot : slots) {
                slot.tensor().fill(0);
                MemorySegment zeros = arena.allocate(slot.tensor().segment().byteSize());
                assertThat(slot.tensor().segment().mismatch(zeros)).isEqualTo(-1);
            }
        }
    }

    private static boolean overlap(Slot a, Slot b) {
        return a.tensor().segment().asOverlappingSlice(b.tensor().segment()).isPresent();
    }

    @Provide
    Arbitrary<List<Slot>> slots() {
        Arbitrary<Slot> slot = Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 5))
                .as((channels, padding, first, length) -> {
                    Slot made = new Slot(Shape.of(2, 3, 3, channels), Padding.of(padding));
                    made.neededAt(first);
                    made.neededAt(first + length);
                    return made;
                });
        return slot.list().ofMinSize(1).ofMaxSize(12).map(ArrayList::new);
    }
}
