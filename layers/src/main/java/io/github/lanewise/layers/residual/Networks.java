package io.github.lanewise.layers.residual;

import io.github.lanewise.layers.Network;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The networks by name, as a command line gives it. */
public final class Networks {
    private static final Set<String> IMAGENET_DEPTHS = Set.of("18", "34", "50", "101", "152");
    private static final Pattern NAME = Pattern.compile("(resnet|plain)([1-9][0-9]{0,3})(-b)?(?:-w([1-9][0-9]{0,2}))?");

    private Networks() {}

    /**
     * A new network: {@code resnet} or {@code plain} and the depth, such as {@code resnet50}, {@code plain56}. The
     * depths 18, 34, 50, 101 and 152 are ImageNet's, every other {@code 6n + 2} is CIFAR's. {@code resnet20-b} has
     * projections, {@code resnet20-w8} half of the channels; with such endings, 50 and 152 are CIFAR's as well.
     *
     * @throws IllegalArgumentException for any other name, listing what there is
     */
    public static Network named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "no network is named \"" + name
                            + "\"; there are resnet18, resnet34, resnet50, resnet101, resnet152 for ImageNet; resnet20,"
                            + " resnet32, resnet44, resnet56, resnet110, resnet1202 and every other depth 6n + 2 for CIFAR-10,"
                            + " with projection shortcuts resnet20-b, with 8, 16, 32 channels resnet20-w8; and the same without shortcuts: plain18, plain20 ...");
        }
        boolean imagenet =
                IMAGENET_DEPTHS.contains(matcher.group(2)) && matcher.group(3) == null && matcher.group(4) == null;
        int depth = Integer.parseInt(matcher.group(2));
        Shortcut.Option option = matcher.group(3) == null ? Shortcut.Option.A : Shortcut.Option.B;
        int width = matcher.group(4) == null ? ResNet.CIFAR_WIDTH : Integer.parseInt(matcher.group(4));
        Network residual = imagenet ? ResNet.imagenet(depth) : ResNet.cifar(depth, option, width);
        return matcher.group(1).equals("plain") ? PlainNet.of(residual) : residual;
    }
}
