package io.github.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
    private static Sequential network(String head) {
        return Sequential.of(
                Sequential.child("conv1", Conv2d.of(ConvGeometry.of(2, 3, 1))),
                Sequential.child("bn1", BatchNorm2d.of(3)),
                Sequential.child("pool", new GlobalAveragePool()),
                Sequential.child("flatten", new Flatten()),
                Sequential.child(head, Linear.of(3, 2)));
    }

    private static SequencedMap<String, Tensor> state(String head) {
        return new LinkedHashMap<>(
                StateDict.of(Problems.randomised(network(head), 1)).tensors());
    }

    private static SequencedMap<String, Tensor> renamed(
            SequencedMap<String, Tensor> state, UnaryOperator<String> names) {
        SequencedMap<String, Tensor> renamed = new LinkedHashMap<>();
        state.forEach((name, tensor) -> renamed.put(names.apply(name), tensor));
        return renamed;
    }

    private static void assertLoads(SequencedMap<String, Tensor> state, SequencedMap<String, Tensor> original) {
        Sequential network = network("linear");

        new StateDict(state).loadInto(network);

        assertThat(network.parameters()).hasSize(7);
        original.forEach((name, tensor) ->
                assertThat(network.parameter(name).values().toArray()).isEqualTo(tensor.toArray()));
    }

    @Test
    void stateOfOneNetworkLoadsIntoAnother() {
        assertLoads(state("linear"), state("linear"));
    }

    @Test
    void prefixOfDataParallelIsDropped() {
        assertLoads(renamed(state("linear"), name -> "module." + name), state("linear"));
    }

    @Test
    void batchCounterIsIgnored() {
        SequencedMap<String, Tensor> state = state("linear");
        state.put("bn1.num_batches_tracked", Tensor.of(new float[] {7}));
        assertLoads(state, state("linear"));
    }

    @Test
    void headMayBeNamedAsInTheOtherFamily() {
        assertLoads(state("fc"), state("linear"));

        Sequential network = network("fc");
        new StateDict(state("linear")).loadInto(network);
        assertThat(network.parameter("fc.weight").values().toArray())
                .isEqualTo(Problems.randomised(network("linear"), 1)
                        .parameter("linear.weight")
                        .values()
                        .toArray());
    }

    @Test
    void headIsNotRenamedWhereBothNamesAreThere() {
        SequencedMap<String, Tensor> state = state("linear");
        state.put("fc.weight", Tensor.of(new float[6], 2, 3));

        assertThatThrownBy(() -> new StateDict(state).loadInto(network("linear")))
                .hasMessageContaining("1 not expected (fc.weight)");
    }

    @Test
    void everythingThatDoesNotFitIsNamedAtOnceAndNothingIsChanged() {
        SequencedMap<String, Tensor> state = state("linear");
        state.remove("bn1.running_mean");
        state.remove("linear.bias");
        state.put("conv1.bias", Tensor.of(new float[3], 3));
        state.put("layer4.weight", Tensor.of(new float[1], 1));
        state.put("conv1.weight", Tensor.of(new float[12], 3, 4, 1, 1));
        state.put("bn1.bias", Tensor.of(new float[4], 4));
        Sequential network = Problems.randomised(network("linear"), 5);
        SequencedMap<String, Tensor> before = new LinkedHashMap<>();
        network.parameters()
                .forEach((name, parameter) -> before.put(
                        name,
                        Tensor.of(
                                parameter.values().toArray(), parameter.shape().toArray())));

        StateMismatchException mismatch =
                catchThrowableOfType(StateMismatchException.class, () -> new StateDict(state).loadInto(network));

        assertThat(mismatch.missing()).containsExactly("bn1.running_mean", "linear.bias");
        assertThat(mismatch.extra()).containsExactly("conv1.bias", "layer4.weight");
        assertThat(mismatch.misshapen())
                .containsExactly(
                        "conv1.weight is [3, 4, 1, 1] instead of [3, 2, 1, 1]", "bn1.bias is [4] instead of [3]");
        assertThat(mismatch)
                .hasMessage("the tensors do not fit the network: 2 missing (bn1.running_mean, linear.bias);"
                        + " 2 not expected (conv1.bias, layer4.weight); 2 of another shape (conv1.weight is [3, 4, 1,"
                        + " 1] instead of [3, 2, 1, 1], bn1.bias is [4] instead of [3])");
        before.forEach((name, tensor) ->
                assertThat(network.parameter(name).values().toArray()).isEqualTo(tensor.toArray()));
    }

    @Test
    void stateSurvivesAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("state.safetensors");
        Safetensors.write(file, state("linear"), Map.of());

        assertLoads(new LinkedHashMap<>(Safetensors.read(file).tensors()), state("linear"));
    }

    @Test
    void stateHasTheNamesAndShapesOfPyTorch() {
        assertThat(StateDict.of(network("linear")).tensors().sequencedKeySet())
                .containsExactly(
                        "conv1.weight",
                        "bn1.weight",
                        "bn1.bias",
                        "bn1.running_mean",
                        "bn1.running_var",
                        "linear.weight",
                        "linear.bias");
    }
}
