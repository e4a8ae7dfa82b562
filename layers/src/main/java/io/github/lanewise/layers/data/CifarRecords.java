package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The records of one file of CIFAR-10: one label, then 1,024 red, 1,024 green and 1,024 blue bytes, row by row. */
final class CifarRecords {
    static final Shape IMAGE = Shape.of(32, 32, 3);
    static final int LABELS = 10;

    private static final int IMAGE_BYTES = 3 * 32 * 32;
    private static final int RECORD = 1 + IMAGE_BYTES;
    private static final String REMEDY = "; get the file again, its size is 30,730,000 bytes";

    private final byte[] records;

    private CifarRecords(byte[] records) {
        this.records = records;
    }

    /** The records of a file, checked. */
    static CifarRecords read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), Files.size(file), in);
        }
    }

    /**
     * So many bytes of a stream.
     *
     * @throws DataSetException naming the place and the byte, if they are not a whole number of records or a label is above 9
     */
    static CifarRecords read(String place, long size, InputStream in) throws IOException {
        if (size == 0 || size % RECORD != 0) {
            throw new DataSetException(place + ": " + size + " bytes are not CIFAR-10 records of " + RECORD
                    + " bytes; the record at byte " + size / RECORD * RECORD + " is cut short" + REMEDY);
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw new DataSetException(place + ": " + size + " bytes are too many for a file of CIFAR-10" + REMEDY);
        }
        byte[] records = in.readNBytes((int) size);
        if (records.length < size) {
            throw new DataSetException(place + ": ends after " + records.length + " of " + size + " bytes" + REMEDY);
        }
        for (int label = 0; label < size; label += RECORD) {
            int value = Byte.toUnsignedInt(records[label]);
            if (value >= LABELS) {
                throw new DataSetException(place + ": label " + value + " at byte " + label + ", the largest is "
                        + (LABELS - 1) + "; is this CIFAR-10's binary version?");
            }
        }
        return new CifarRecords(records);
    }

    int size() {
        return records.length / RECORD;
    }

    int label(int index) {
        return records[index * RECORD];
    }

    void image(int index, float[] planes, int at) {
        UnsignedBytes.copy(records, index * RECORD + 1, IMAGE_BYTES, planes, at);
    }
}
