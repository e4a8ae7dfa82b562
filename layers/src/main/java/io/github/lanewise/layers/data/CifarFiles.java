package io.github.lanewise.layers.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Finds the files of CIFAR-10: in their folder, in the folder around it, or in the archive that they come in. */
final class CifarFiles {
    private static final String FOLDER = "cifar-10-batches-bin";
    private static final String ARCHIVE = "cifar-10-binary.tar.gz";
    private static final String REMEDY =
            "; name the folder " + FOLDER + " of CIFAR-10's binary version, or the archive " + ARCHIVE;

    private CifarFiles() {}

    /** The records of the files with these names, in this order. */
    static List<CifarRecords> read(Path place, List<String> names) throws IOException {
        if (Files.isRegularFile(place)) {
            return unpack(place, names);
        }
        Path within = place.resolve(FOLDER);
        Path folder = Files.isDirectory(within) ? within : place;
        Path archive = place.resolve(ARCHIVE);
        if (!Files.exists(folder.resolve(names.getFirst())) && Files.isRegularFile(archive)) {
            return unpack(archive, names);
        }
        List<CifarRecords> files = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new DataSetException(file + ": there is no such file" + REMEDY);
            }
            files.add(CifarRecords.read(file));
        }
        return files;
    }

    private static List<CifarRecords> unpack(Path archive, List<String> names) throws IOException {
        Map<String, CifarRecords> found = new HashMap<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.isFile() && names.contains(name)) {
                    found.put(name, CifarRecords.read(archive + ": " + name, entry.getSize(), tar));
                }
            }
        } catch (DataSetException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DataSetException(archive + ": is broken or cut short: " + e.getMessage() + REMEDY, e);
        }
        List<CifarRecords> files = new ArrayList<>();
        for (String name : names) {
            CifarRecords records = found.get(name);
            if (records == null) {
                throw new DataSetException(archive + ": holds no " + name + REMEDY);
            }
            files.add(records);
        }
        return files;
    }
}
