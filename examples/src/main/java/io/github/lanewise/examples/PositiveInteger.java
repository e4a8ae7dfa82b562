package io.github.lanewise.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Accepts whole numbers from 1 to 999,999,999. */
final class PositiveInteger implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new TypeConversionException("'" + text + "' is not a whole number from 1 to 999999999");
        }
        return Integer.valueOf(text);
    }
}
