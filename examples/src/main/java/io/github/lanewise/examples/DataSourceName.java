package io.github.lanewise.examples;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Accepts synthetic, synthetic:SIDE, cifar10:FOLDER, images:FOLDER and idx:FOLDER. */
final class DataSourceName implements ITypeConverter<DataSource> {
    @Override
    public DataSource convert(String text) {
        String[] parts = text.split(":", 2);
        String kind = parts[0];
        String detail = parts.length == 2 ? parts[1] : "";
        if (text.equals("synthetic")) {
            return new DataSource.Synthetic();
        }
        if (detail.isEmpty()) {
            throw refused(text);
        }
        try {
            return switch (kind) {
                case "synthetic" -> new DataSource.Synthetic(Integer.parseInt(detail));
                case "cifar10" -> new DataSource.Cifar(Path.of(detail));
                case "images" -> new DataSource.Pictures(Path.of(detail));
                case "idx" -> new DataSource.Idx(Path.of(detail));
                default -> throw refused(text);
            };
        } catch (NumberFormatException e) {
            throw refused(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "': " + e.getMessage());
        }
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException(
                "'" + text + "' is none of synthetic, synthetic:SIDE, cifar10:FOLDER, images:FOLDER and idx:FOLDER");
    }
}
