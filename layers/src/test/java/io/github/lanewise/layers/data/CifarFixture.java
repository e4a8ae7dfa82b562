package io.github.lanewise.layers.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small files in CIFAR-10's format: record r has label r modulo 10 and bytes that count up from r + 1. */
final class CifarFixture {
    static final int RECORD = 3073;

    private CifarFixture() {}

    static byte[] records(int first, int count) {
        byte[] bytes = new byte[count * RECORD];
        for (int record = 0; record < count; record++) {
            bytes[record * RECORD] = (byte) ((first + record) % 10);
            for (int i = 1; i < RECORD; i++) {
                bytes[record * RECORD + i] = (byte) (first + record + i);
            }
        }
        return bytes;
    }

    /** Five training files of two records each. */
    static void training(Path folder) throws IOException {
        for (int number = 1; number <= 5; number++) {
            Files.write(folder.resolve("data_batch_" + number + ".bin"), records(2 * (number - 1), 2));
        }
    }

    /** An archive of files in a folder, in the order of their names given. */
    static Path archive(Path archive, Path folder, List<String> names) throws IOException {
        try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
            for (String name : names) {
                byte[] bytes = Files.readAllBytes(folder.resolve(name));
                TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/" + name);
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
