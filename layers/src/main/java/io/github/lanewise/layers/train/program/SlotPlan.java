package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Which slots share memory: those that are not needed at the same time and have the same frame, so that the zeros of a
 * physical padding are written once and never again.
 *
 * <p>Within one frame this is colouring of an interval graph, and taking whatever buffer is free is optimal. The buffer
 * that became free last comes first, for it may still lie in the cache.
 */
final class SlotPlan {
    /** What must agree for two slots to share memory. Dense tensors have no zeros to keep, so their size will do. */
    private record Frame(long bytes, Shape shape, Padding padding) {
        static Frame of(Slot slot) {
            long bytes = Tensor.bytes(slot.shape(), slot.padding());
            return slot.padding().isNone()
                    ? new Frame(bytes, Shape.of(), Padding.NONE)
                    : new Frame(bytes, slot.shape(), slot.padding());
        }
    }

    /** The buffers of one frame. */
    private static final class Buffers {
        private final PriorityQueue<Use> busy = new PriorityQueue<>(Comparator.comparingInt(Use::last));
        private final Deque<Integer> free = new ArrayDeque<>();
        private int count;

        int take(Slot slot) {
            while (!busy.isEmpty() && busy.element().last() < slot.first()) {
                free.push(busy.remove().buffer());
            }
            int buffer = free.isEmpty() ? count++ : free.pop();
            busy.add(new Use(slot.last(), buffer));
            return buffer;
        }
    }

    private record Use(int last, int buffer) {}

    private record Place(Slot slot, Frame frame, int buffer) {}

    private final List<Place> places = new ArrayList<>();
    private final Map<Frame, Buffers> frames = new HashMap<>();

    SlotPlan(List<Slot> slots) {
        slots.stream()
                .filter(slot -> slot.last() >= 0)
                .sorted(Comparator.comparingInt(Slot::first))
                .forEach(slot -> {
                    Frame frame = Frame.of(slot);
                    int buffer =
                            frames.computeIfAbsent(frame, _ -> new Buffers()).take(slot);
                    places.add(new Place(slot, frame, buffer));
                });
    }

    /** The memory of all slots. */
    long bytes() {
        return frames.entrySet().stream()
                .mapToLong(entry -> entry.getKey().bytes() * entry.getValue().count)
                .sum();
    }

    /** Allocates the memory and gives every slot its tensor. */
    void allocate(Arena arena) {
        Map<Frame, MemorySegment[]> memory = new HashMap<>();
        frames.forEach((frame, buffers) -> memory.put(frame, new MemorySegment[buffers.count]));
        for (Place place : places) {
            MemorySegment[] buffers = memory.getOrDefault(place.frame(), new MemorySegment[0]);
            if (buffers[place.buffer()] == null) {
                buffers[place.buffer()] = arena.allocate(place.frame().bytes(), 64);
            }
            Slot slot = place.slot();
            slot.place(Tensor.view(buffers[place.buffer()], slot.shape(), slot.padding()));
        }
    }
}
