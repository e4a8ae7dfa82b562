package io.github.lanewise.layers.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads PNG and JPEG files as 8-bit RGB: grey is repeated in every channel, alpha and colour profiles are ignored, and
 * of 16 bits the upper 8 remain.
 */
public final class ImageFile {
    private static final long MAX_PIXELS = 64_000_000;
    private static final int MAX_RATIO = 100;

    /** How ImageIO begins its warning that it filled up a JPEG file with grey. */
    private static final String CUT_OFF = "Truncated File";

    private ImageFile() {}

    /**
     * Reads one picture.
     *
     * @throws IOException naming the file, if it is absent, neither PNG nor JPEG, broken or cut off, neither grey
     *     nor RGB, too large for the heap, has more than 64 million pixels, or one side more than a hundred times as
     *     long as the other
     */
    public static RgbImage read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": " + (Files.exists(file) ? "is not a file" : "there is no such file"));
        }
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            return decode(stream);
        } catch (IIOException | RuntimeException e) {
            throw new IOException(file + ": is broken or cut off: " + (e.getMessage() == null ? e : e.getMessage()), e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new IOException(file + ": does not fit into the heap of this JVM; -Xmx enlarges it", e);
        }
    }

    private static RgbImage decode(ImageInputStream stream) throws IOException {
        ImageReader reader = reader(stream);
        try {
            AtomicBoolean cutOff = new AtomicBoolean();
            reader.addIIOReadWarningListener((_, warning) -> cutOff.compareAndSet(false, warning.startsWith(CUT_OFF)));
            reader.setInput(stream, true, true);
            requireModest(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            if (cutOff.get()) {
                throw new IOException("is cut off");
            }
            requireGreyOrRgb(image.getColorModel().getColorSpace());
            return rgb(image);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(ImageInputStream stream) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (format.equals("png") || format.equals("jpeg")) {
                return reader;
            }
        }
        throw new IOException("is neither a PNG nor a JPEG image");
    }

    private static void requireModest(int width, int height) throws IOException {
        String size = String.format(Locale.ROOT, "%,d x %,d pixels", width, height);
        if ((long) width * height > MAX_PIXELS) {
            throw new IOException(String.format(Locale.ROOT, "%s exceed the limit of %,d", size, MAX_PIXELS));
        }
        if (Math.max(width, height) > (long) MAX_RATIO * Math.min(width, height)) {
            throw new IOException(size + " are too elongated, the limit is " + MAX_RATIO + " : 1");
        }
    }

    private static void requireGreyOrRgb(ColorSpace colours) throws IOException {
        if (colours.getType() != ColorSpace.TYPE_GRAY && colours.getType() != ColorSpace.TYPE_RGB) {
            throw new IOException("is neither grey nor RGB, as CMYK pictures for print are not");
        }
    }

    private static RgbImage rgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] samples = new byte[RgbImage.CHANNELS * width * height];
        boolean plain = isPlain(image.getColorModel());
        for (int y = 0; y < height; y++) {
            int at = y * width * RgbImage.CHANNELS;
            if (plain) {
                copyBands(image.getRaster(), y, samples, at);
            } else {
                copyColours(image, y, samples, at);
            }
        }
        return new RgbImage(width, height, samples);
    }

    /** Whether the bands are grey, or red, green and blue, perhaps with alpha, of 8 or 16 bits each. */
    private static boolean isPlain(ColorModel colours) {
        int type = colours.getTransferType();
        return colours instanceof ComponentColorModel
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT);
    }

    private static void copyBands(Raster raster, int y, byte[] samples, int at) {
        boolean grey = raster.getNumBands() < RgbImage.CHANNELS;
        int shift = DataBuffer.getDataTypeSize(raster.getTransferType()) - Byte.SIZE;
        int[] row = new int[raster.getWidth()];
        for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
            raster.getSamples(0, y, row.length, 1, grey ? 0 : channel, row);
            for (int x = 0; x < row.length; x++) {
                samples[at + x * RgbImage.CHANNELS + channel] = (byte) (row[x] >> shift);
            }
        }
    }

    private static void copyColours(BufferedImage image, int y, byte[] samples, int at) {
        int[] row = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        for (int x = 0; x < row.length; x++) {
            samples[at + x * RgbImage.CHANNELS] = (byte) (row[x] >> 16);
            samples[at + x * RgbImage.CHANNELS + 1] = (byte) (row[x] >> 8);
            samples[at + x * RgbImage.CHANNELS + 2] = (byte) row[x];
        }
    }
}
