package io.github.lanewise.layers.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.residual.Shortcut.Option;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    /** Counts of akamaster/pytorch_resnet_cifar10 and of torchvision. */
    @ParameterizedTest
    @CsvSource({
        "resnet20, 269722",
        "resnet32, 464154",
        "resnet44, 658586",
        "resnet56, 853018",
        "resnet110, 1727962",
        "resnet1202, 19421274",
        "resnet20-b, 272474",
        "resnet20-w8, 68050",
        "plain20, 269722",
        "plain56, 853018",
        "resnet18, 11689512",
        "resnet34, 21797672",
        "resnet50, 25557032",
        "resnet101, 44549160",
        "resnet152, 60192808",
    })
    void networkHasTheParametersOfItsOriginal(String name, long count) {
        Network network = Networks.named(name);

        assertThat(network.parameterCount()).isEqualTo(count);
        assertThat(network.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet50, 224",
        "resnet50-b, 32",
        "resnet152-b, 32",
        "plain50-b, 32",
        "resnet50-w8, 32",
        "resnet56, 32",
        "plain34, 224"
    })
    void depthsOfBothFamiliesAreToldApartByTheOption(String name, int side) {
        assertThat(Networks.named(name).inputShape()).isEqualTo(Shape.of(side, side, 3));
    }

    @Test
    void cifarNetworkHasAkamastersNames() {
        Layer layer = ResNet.cifar(20, Option.B).layer();

        assertThat(layer.parameters().sequencedKeySet().stream().limit(5))
                .containsExactly("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var");
        assertShape(layer, "layer1.2.conv2.weight", 16, 16, 3, 3);
        assertShape(layer, "layer2.0.conv1.weight", 32, 16, 3, 3);
        assertShape(layer, "layer2.0.shortcut.0.weight", 32, 16, 1, 1);
        assertShape(layer, "layer2.0.shortcut.1.running_var", 32);
        assertShape(layer, "layer3.2.bn2.bias", 64);
        assertShape(layer, "linear.weight", 10, 64);
        assertShape(layer, "linear.bias", 10);
        assertThat(ResNet.cifar(20, Option.A).parameters().keySet()).noneMatch(name -> name.contains("shortcut"));
    }

    @Test
    void imagenetNetworkHasTorchvisionsNames() {
        Layer layer = ResNet.imagenet(50).layer();

        assertShape(layer, "conv1.weight", 64, 3, 7, 7);
        assertShape(layer, "layer1.0.conv3.weight", 256, 64, 1, 1);
        assertShape(layer, "layer1.0.downsample.0.weight", 256, 64, 1, 1);
        assertShape(layer, "layer3.5.bn3.running_mean", 1024);
        assertShape(layer, "layer4.0.downsample.1.weight", 2048);
        assertShape(layer, "fc.weight", 1000, 2048);
        assertThat(layer.parameters())
                .doesNotContainKey("layer1.1.downsample.0.weight")
                .hasSize(53 * 5 + 2);
        assertThat(ResNet.imagenet(18).parameters()).doesNotContainKey("layer1.0.downsample.0.weight");
    }

    private static void assertShape(Layer layer, String name, int... shape) {
        assertThat(layer.parameter(name).shape()).isEqualTo(Shape.of(shape));
    }

    @Test
    void bottleneckHasItsStrideOnThe3x3Convolution() {
        ResidualBlock block = ResidualBlock.bottleneck(64, 16, 2, Option.B);

        assertThat(block.branch().children().get(0).layer().outputShape(Shape.of(1, 8, 8, 64)))
                .isEqualTo(Shape.of(1, 8, 8, 16));
        assertThat(block.branch().children().get(3).layer().outputShape(Shape.of(1, 8, 8, 16)))
                .isEqualTo(Shape.of(1, 4, 4, 16));
    }

    @Test
    void plainTwinHasTheNamesOfTheResidualNetworkWithoutItsProjections() {
        List<String> residual = ResNet.imagenet(34).parameters().keySet().stream()
                .filter(name -> !name.contains("downsample"))
                .toList();

        assertThat(PlainNet.imagenet(34).parameters().sequencedKeySet()).containsExactlyElementsOf(residual);
        assertThat(PlainNet.cifar(20).parameters().sequencedKeySet())
                .containsExactlyElementsOf(
                        ResNet.cifar(20, Option.A).parameters().sequencedKeySet());
    }

    @Test
    void plainTwinSharesTheParametersOfTheNetworkItIsMadeOf() {
        Network residual = ResNet.cifar(8, Option.B);

        assertThat(PlainNet.of(residual).layer().parameter("layer2.0.conv1.weight"))
                .isSameAs(residual.layer().parameter("layer2.0.conv1.weight"));
    }

    @Test
    void sameSeedGivesTwinsTheSameWeights() {
        Network residual = ResNet.cifar(8, Option.A).initialise(3);
        Network plain = PlainNet.cifar(8).initialise(3);

        plain.parameters()
                .forEach((name, parameter) -> assertThat(parameter.values().toArray())
                        .isEqualTo(residual.layer().parameter(name).values().toArray()));
    }

    @ParameterizedTest
    @CsvSource({"21, 20 and 26", "7, 8", "-4, 8", "1000, 998 and 1004", "2, 8"})
    void wrongCifarDepthNamesTheNearest(int depth, String nearest) {
        assertThatThrownBy(() -> ResNet.cifar(depth, Option.A))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got " + depth)
                .hasMessageEndingWith("nearest: " + nearest);
    }

    @Test
    void wrongImagenetDepthNamesTheRightOnes() {
        assertThatThrownBy(() -> ResNet.imagenet(35)).hasMessageContaining("18, 34, 50, 101 or 152, got 35");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vgg16", "resnet", "ResNet20", "resnet020", "resnet20-c", "resnet20-w0", "resnet99999", ""})
    void unknownNameListsWhatThereIs(String name) {
        assertThatThrownBy(() -> Networks.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"" + name + "\"", "resnet18", "resnet1202", "plain20");
    }
}
