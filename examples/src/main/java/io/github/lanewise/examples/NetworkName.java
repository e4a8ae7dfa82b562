package io.github.lanewise.examples;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.residual.Networks;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names a network on the command line. */
final class NetworkName implements ITypeConverter<Network> {
    @Override
    public Network convert(String name) {
        try {
            return Networks.named(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
