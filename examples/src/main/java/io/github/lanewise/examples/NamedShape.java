package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The shape of an input, {@code name=1x3x224x224} on the command line. */
record NamedShape(String name, Shape shape) {
    /** Accepts up to eight dimensions from 1 to 99,999,999. */
    static final class Converter implements ITypeConverter<NamedShape> {
        private static final Pattern TEXT = Pattern.compile("(.+)=([1-9][0-9]{0,7}(?:x[1-9][0-9]{0,7}){0,7})");

        @Override
        public NamedShape convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not like name=1x3x224x224");
            }
            int[] dimensions = Arrays.stream(matcher.group(2).split("x", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            try {
                return new NamedShape(matcher.group(1), Shape.of(dimensions));
            } catch (RuntimeException e) {
                throw new TypeConversionException("'" + text + "' is no shape: " + e.getMessage());
            }
        }
    }
}
