package io.github.lanewise.examples;

import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.Preprocessing.Normalisation;
import io.github.lanewise.layers.data.RgbImage;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a picture becomes the input of an ONNX model, which does not say it itself. */
enum Preparation {
    /** As torchvision's classifiers want it: an eighth larger, cut to size, statistics of ImageNet. */
    IMAGENET,
    /** To size at once, the same statistics. */
    CIFAR10,
    /** As TensorFlow's mobile networks want it: an eighth larger, cut to size, values from -1 to 1. */
    TENSORFLOW,
    /** To size at once, values from 0 to 1. */
    NONE;

    /** The preparation for square images of so many rows. */
    Preprocessing of(int size) {
        Preprocessing imagenet = Preprocessing.IMAGENET;
        int larger = size * imagenet.resize() / imagenet.crop();
        return switch (this) {
            case IMAGENET -> new Preprocessing(larger, size, imagenet.channels());
            case CIFAR10 -> new Preprocessing(size, size, Preprocessing.CIFAR10.channels());
            case TENSORFLOW -> new Preprocessing(larger, size, same(new Normalisation(0.5f, 0.5f)));
            case NONE -> new Preprocessing(size, size, same(new Normalisation(0, 1)));
        };
    }

    private static List<Normalisation> same(Normalisation channel) {
        return Collections.nCopies(RgbImage.CHANNELS, channel);
    }

    /** Accepts the names in lower case. */
    static final class Name implements ITypeConverter<Preparation> {
        @Override
        public Preparation convert(String text) {
            for (Preparation preparation : values()) {
                if (preparation.toString().equals(text)) {
                    return preparation;
                }
            }
            String all = Stream.of(values()).map(Preparation::toString).collect(Collectors.joining(", "));
            throw new TypeConversionException("'" + text + "' is none of " + all);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
