package io.github.lanewise.layers.graph;

import io.github.lanewise.layers.graph.MemoryPlan.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Places results in the order in which they are computed, each in the smallest hole that those needed no more have left:
 * somewhat more memory than a search over all pairs takes, in time that grows little faster than their number.
 */
final class PlacementInOrder {
    /** Free memory between results, or between them and the end. */
    private record Hole(long offset, long bytes) {}

    private final TreeMap<Long, Hole> holes = new TreeMap<>();
    private final TreeSet<Hole> bySize =
            new TreeSet<>(Comparator.comparingLong(Hole::bytes).thenComparingLong(Hole::offset));
    private final PriorityQueue<Buffer> live = new PriorityQueue<>(Comparator.comparingInt(Buffer::last));
    private long end;

    private PlacementInOrder() {}

    /** The same results, each at its place. */
    static List<Buffer> of(List<Buffer> wanted) {
        PlacementInOrder placement = new PlacementInOrder();
        List<Buffer> inOrder = new ArrayList<>(wanted);
        inOrder.sort(Comparator.comparingInt(Buffer::first).thenComparingInt(Buffer::node));
        return inOrder.stream().map(placement::place).toList();
    }

    private Buffer place(Buffer buffer) {
        for (Buffer oldest = live.peek(); oldest != null && oldest.last() < buffer.first(); oldest = live.peek()) {
            live.remove();
            release(oldest.offset(), oldest.bytes());
        }
        Buffer placed = buffer.at(take(buffer.bytes()));
        live.add(placed);
        return placed;
    }

    private long take(long bytes) {
        Hole hole = bySize.ceiling(new Hole(0, bytes));
        if (hole == null) {
            long offset = end;
            end = Math.addExact(end, bytes);
            return offset;
        }
        remove(hole);
        if (hole.bytes() > bytes) {
            add(new Hole(hole.offset() + bytes, hole.bytes() - bytes));
        }
        return hole.offset();
    }

    /** Makes a hole, one with those beside it. */
    private void release(long offset, long bytes) {
        long from = offset;
        long to = offset + bytes;
        Map.Entry<Long, Hole> before = holes.lowerEntry(offset);
        if (before != null && before.getValue().offset() + before.getValue().bytes() == from) {
            from = before.getValue().offset();
            remove(before.getValue());
        }
        Hole behind = holes.get(to);
        if (behind != null) {
            to += behind.bytes();
            remove(behind);
        }
        add(new Hole(from, to - from));
    }

    private void add(Hole hole) {
        holes.put(hole.offset(), hole);
        bySize.add(hole);
    }

    private void remove(Hole hole) {
        holes.remove(hole.offset());
        bySize.remove(hole);
    }
}
