package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.residual.Networks;
import org.junit.jupiter.api.Test;

class NodeCostTest {

    private static NodeCost cost(Graph graph, String layer, int batch) {
        return graph.nodes().stream()
                .filter(node -> node.name().equals(layer))
                .map(node -> NodeCost.of(node, graph, batch))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aConvolutionCostsItsMultiplyAddsAndItsTensors() {
        try (Model model = Model.compile(Networks.named("resnet8").initialise(1))) {
            NodeCost cost = cost(model.graph(), "conv1", 2);
            assertThat(cost.operation()).isEqualTo("conv 3x3");
            assertThat(cost.flops()).isEqualTo(2.0 * 2 * 32 * 32 * 16 * 27);
            assertThat(cost.bytes()).isEqualTo(4.0 * (2 * 32 * 32 * (3 + 16) + 27 * 16));
        }
    }

    @Test
    void aFusedResidualIsReadAsWell() {
        try (Model model = Model.compile(Networks.named("resnet8").initialise(1))) {
            assertThat(cost(model.graph(), "layer1.0.conv2", 1).bytes())
                    .isEqualTo(4.0 * (32 * 32 * 16 * 3 + 9 * 16 * 16));
        }
    }

    @Test
    void theStepsOfANetworkAddUpToIt() {
        Network network = Networks.named("resnet20").initialise(1);
        try (Model model = Model.compile(network)) {
            Graph graph = model.graph();
            double sum = graph.nodes().stream()
                    .mapToDouble(node -> NodeCost.of(node, graph, 1).flops())
                    .sum();
            NaiveNetwork naive = new NaiveNetwork(Graph.of(network));
            assertThat(sum).isCloseTo(2.0 * naive.multiplyAdds(), within(1.0));
        }
    }
}
