package io.github.lanewise.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Accepts finite numbers from 0 on, such as {@code 1e-3}. */
final class NonNegativeNumber implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value < Double.POSITIVE_INFINITY) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException("'" + text + "' is not a number from 0 on");
    }
}
