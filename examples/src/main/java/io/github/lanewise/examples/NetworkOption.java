package io.github.lanewise.examples;

import io.github.lanewise.layers.Network;
import picocli.CommandLine.Option;

/** The option {@code --network}: what learns. */
@SuppressWarnings("NullAway.Init") // set by picocli
final class NetworkOption {
    @Option(
            names = "--network",
            required = true,
            paramLabel = "NAME",
            converter = NetworkName.class,
            description = "The network: resnet20, plain20, resnet20-w8 with half of the channels, and so on.")
    private Network network;

    Network network() {
        return network;
    }
}
