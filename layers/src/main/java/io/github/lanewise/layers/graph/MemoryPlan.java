package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the results of all nodes lie in one block of memory, for one size of batch.
 *
 * <p>A result lives from its node, an input from the beginning, to the last node that reads it, both included, so no
 * node writes where it reads; the outputs live to the end. Results whose lives do not meet may share memory. They are
 * placed from the largest to the smallest, each in the tightest gap between those that live at the same time: "greedy by
 * size" of Pisarchyk and Lee 2020 (arXiv:2001.03288); very many of them by {@link PlacementInOrder}. Constants lie
 * elsewhere. A step that changes the shape and not the order, such as flattening
 * a 1x1 image without padding, is a view and takes no memory.
 */
final class MemoryPlan {
    /** With more results the search over all pairs takes longer than a second. */
    static final int SEARCHED = 10_000;

    /** The place of one result, and the first and the last node during which it is needed. */
    record Buffer(int node, Shape shape, Padding padding, long offset, int first, int last) {
        long bytes() {
            return Tensor.bytes(shape, padding);
        }

        long end() {
            return offset + bytes();
        }

        boolean touches(Buffer other) {
            return offset < other.end() && other.offset < end();
        }

        boolean hasLayoutOf(Buffer other) {
            return offset == other.offset && shape.equals(other.shape) && padding.equals(other.padding);
        }

        boolean meets(Buffer other) {
            return first <= other.last && other.first <= last;
        }

        Buffer at(long newOffset) {
            return new Buffer(node, shape, padding, newOffset, first, last);
        }
    }

    private final int[] owners;
    private final @Nullable Buffer[] buffers;
    private final long bytes;

    private MemoryPlan(int[] owners, List<Buffer> placed) {
        this.owners = owners;
        this.buffers = new Buffer[owners.length];
        for (Buffer buffer : placed) {
            buffers[buffer.node()] = buffer;
        }
        this.bytes = placed.stream().mapToLong(Buffer::end).max().orElse(0);
    }

    /**
     * Plans the memory of a graph.
     *
     * @param paddings with which the result of each node is to be surrounded
     */
    static MemoryPlan of(Graph graph, List<Padding> paddings) {
        int[] owners = owners(graph, paddings);
        int[] lastUses = lastUses(graph, owners);
        List<Buffer> wanted = new ArrayList<>();
        for (Node node : graph.nodes()) {
            int id = node.id();
            if (owners[id] == id && !(node.operator() instanceof Operator.Constant)) {
                int first = node.operator() instanceof Operator.Input ? 0 : id;
                wanted.add(new Buffer(id, node.shape(), paddings.get(id), 0, first, lastUses[id]));
            }
        }
        return new MemoryPlan(owners, wanted.size() > SEARCHED ? PlacementInOrder.of(wanted) : bySize(wanted));
    }

    /** The memory of a node's result; that of its operand if it is a view. */
    Buffer buffer(Node node) {
        Buffer buffer = buffers[owners[node.id()]];
        if (buffer == null) {
            throw new IllegalArgumentException(node.name() + " is constant");
        }
        return buffer;
    }

    Padding padding(Node node) {
        Buffer buffer = buffers[node.id()];
        return buffer == null ? Padding.NONE : buffer.padding();
    }

    boolean isView(Node node) {
        return owners[node.id()] != node.id();
    }

    /**
     * Whether the padding round a node's result has to be cleared before the node runs: unless the last result that was
     * written to the same memory lay exactly there, with the same padding.
     */
    boolean needsClearing(Node node) {
        if (padding(node).isNone()) {
            return false;
        }
        Buffer buffer = buffer(node);
        for (int id = node.id() - 1; id >= 0; id--) {
            Buffer earlier = buffers[id];
            if (earlier != null && earlier.touches(buffer)) {
                return !earlier.hasLayoutOf(buffer);
            }
        }
        return true;
    }

    /** The size of the whole block. */
    long bytes() {
        return bytes;
    }

    private static int[] owners(Graph graph, List<Padding> paddings) {
        int[] owners = new int[graph.nodes().size()];
        for (Node node : graph.nodes()) {
            boolean view = keepsTheOrder(node, graph)
                    && paddings.get(node.operand()).isNone()
                    && paddings.get(node.id()).isNone();
            owners[node.id()] = view ? owners[node.operand()] : node.id();
        }
        return owners;
    }

    private static boolean keepsTheOrder(Node node, Graph graph) {
        return switch (node.operator()) {
            case Operator.Reshape _ -> true;
            case Operator.Flatten _ ->
                isSameInBothOrders(graph.nodes().get(node.operand()).shape());
            case Operator.Images _ -> isSameInBothOrders(node.shape());
            default -> false;
        };
    }

    /** Whether images have one pixel or one channel. */
    private static boolean isSameInBothOrders(Shape shape) {
        return shape.rank() == 4 && ((shape.dimension(1) == 1 && shape.dimension(2) == 1) || shape.dimension(3) == 1);
    }

    private static int[] lastUses(Graph graph, int[] owners) {
        int[] lastUses = new int[owners.length];
        for (Node node : graph.nodes()) {
            lastUses[owners[node.id()]] = node.id();
            for (int operand : node.operands()) {
                lastUses[owners[operand]] = node.id();
            }
        }
        for (Graph.Output output : graph.outputs()) {
            lastUses[owners[output.node()]] = owners.length;
        }
        return lastUses;
    }

    private static List<Buffer> bySize(List<Buffer> wanted) {
        wanted.sort(Comparator.comparingLong(Buffer::bytes).reversed());
        List<Buffer> placed = new ArrayList<>();
        for (Buffer buffer : wanted) {
            place(buffer, placed);
        }
        return placed;
    }

    /** Adds the buffer to those placed, which stand in the order of their offsets. */
    private static void place(Buffer buffer, List<Buffer> placed) {
        long best = -1;
        long bestGap = Long.MAX_VALUE;
        long free = 0;
        for (Buffer other : placed) {
            if (other.meets(buffer)) {
                long gap = other.offset() - free;
                if (gap >= buffer.bytes() && gap < bestGap) {
                    best = free;
                    bestGap = gap;
                }
                free = Math.max(free, other.end());
            }
        }
        Buffer result = buffer.at(best >= 0 ? best : free);
        int index = 0;
        while (index < placed.size() && placed.get(index).offset() <= result.offset()) {
            index++;
        }
        placed.add(index, result);
    }
}
