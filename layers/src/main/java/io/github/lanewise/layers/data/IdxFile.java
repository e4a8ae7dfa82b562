package io.github.lanewise.layers.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of the idx format: two zero bytes, the type (8 for unsigned bytes), the number of dimensions, each dimension
 * as four bytes, the highest first, and then the elements. LeCun, Cortes and Burges, "The MNIST database".
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record IdxFile(Path file, int[] dimensions, byte[] elements) {
    private static final int UNSIGNED_BYTES = 8 << 8;
    private static final String REMEDY = "; get the file again";

    /** Reads unsigned bytes of so many dimensions; a name that ends with {@code .gz} is unpacked. */
    static IdxFile read(Path file, int rank) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                DataInputStream in = new DataInputStream(plain)) {
            return read(file, rank, in);
        } catch (EOFException e) {
            throw new DataSetException(file + ": is cut short" + REMEDY, e);
        } catch (ZipException e) {
            throw new DataSetException(file + ": is broken: " + e.getMessage() + REMEDY, e);
        }
    }

    private static IdxFile read(Path file, int rank, DataInputStream in) throws IOException {
        int magic = in.readInt();
        if (magic != (UNSIGNED_BYTES | rank)) {
            throw new DataSetException(String.format(
                    "%s: begins with %08x instead of %08x; is this the idx file of %s?",
                    file, magic, UNSIGNED_BYTES | rank, rank == 1 ? "the labels" : "the images"));
        }
        int[] dimensions = new int[rank];
        long size = 1;
        for (int axis = 0; axis < rank; axis++) {
            dimensions[axis] = in.readInt();
            size = dimensions[axis] < 1 || size < 0 ? -1 : size * dimensions[axis];
            size = size > Integer.MAX_VALUE - 8 ? -1 : size;
        }
        if (size < 0) {
            throw new DataSetException(
                    file + ": dimensions " + Arrays.toString(dimensions) + " are impossible or too large" + REMEDY);
        }
        byte[] elements = in.readNBytes((int) size);
        if (elements.length < size || in.read() >= 0) {
            throw new DataSetException(
                    file + ": holds " + (elements.length < size ? elements.length : "more than " + size)
                            + " elements, its header says " + size + REMEDY);
        }
        return new IdxFile(file, dimensions, elements);
    }
}
