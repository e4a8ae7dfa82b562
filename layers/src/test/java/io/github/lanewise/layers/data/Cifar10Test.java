package io.github.lanewise.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.layers.Preprocessing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final int RECORD = CifarFixture.RECORD;

    @TempDir
    private Path folder;

    private Path file(int records) throws IOException {
        return Files.write(folder.resolve("test_batch.bin"), CifarFixture.records(0, records));
    }

    @Test
    void imagesAreNormalisedInFloat32() throws IOException {
        file(3);

        Cifar10 data = Cifar10.test(folder);
        float[] images = data.images(1, 2, Preprocessing.CIFAR10);

        assertThat(data.size()).isEqualTo(3);
        assertThat(data.label(2)).isEqualTo(2);
        assertThat(images).hasSize(2 * 3072);
        assertThat(images[0]).isEqualTo((2 / 255f - 0.485f) / 0.229f);
        assertThat(images[1024]).isEqualTo(((1 + 1 + 1024) % 256 / 255f - 0.456f) / 0.224f);
        assertThat(images[3072 + 3071]).isEqualTo(((2 + 3072) % 256 / 255f - 0.406f) / 0.225f);
    }

    @Test
    void trainingFilesFollowOneAnother() throws IOException {
        CifarFixture.training(folder);

        assertTraining(Cifar10.training(folder));
    }

    private static void assertTraining(Cifar10 data) {
        float[] image = new float[3072];
        assertThat(data.size()).isEqualTo(10);
        for (int index = 0; index < 10; index++) {
            data.image(index, image, 0);
            assertThat(data.label(index)).isEqualTo(index);
            assertThat(image[0]).isEqualTo((index + 1) / 255f);
        }
    }

    @Test
    void folderAroundTheFolderWillDo() throws IOException {
        CifarFixture.training(Files.createDirectory(folder.resolve("cifar-10-batches-bin")));

        assertTraining(Cifar10.training(folder));
    }

    @Test
    void archiveIsReadInTheOrderOfTheNames() throws IOException {
        CifarFixture.training(folder);
        List<String> names = List.of(
                "data_batch_2.bin", "data_batch_5.bin", "data_batch_1.bin", "data_batch_4.bin", "data_batch_3.bin");
        Path archive = CifarFixture.archive(folder.resolve("cifar-10-binary.tar.gz"), folder, names);
        for (String name : names) {
            Files.delete(folder.resolve(name));
        }

        assertTraining(Cifar10.training(archive));
        assertTraining(Cifar10.training(folder));
        assertThatThrownBy(() -> Cifar10.test(archive))
                .isInstanceOf(DataSetException.class)
                .hasMessageStartingWith(archive + ": holds no test_batch.bin; name the folder");
    }

    @Test
    void brokenArchiveIsNamed() throws IOException {
        Path archive = folder.resolve("some.tar.gz");
        file(3);
        CifarFixture.archive(archive, folder, List.of("test_batch.bin"));
        byte[] whole = Files.readAllBytes(archive);
        for (int length : new int[] {0, 5, whole.length / 2, whole.length - 9}) {
            Files.write(archive, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Cifar10.test(archive))
                    .isInstanceOf(DataSetException.class)
                    .hasMessageContainingAll(archive.toString(), ";");
        }
    }

    @Test
    void absentFileIsNamedWithARemedy() {
        assertThatThrownBy(() -> Cifar10.test(folder))
                .isInstanceOf(DataSetException.class)
                .hasMessage(folder.resolve("test_batch.bin") + ": there is no such file; name the folder"
                        + " cifar-10-batches-bin of CIFAR-10's binary version, or the archive cifar-10-binary.tar.gz");
        assertThatThrownBy(() -> Cifar10.training(folder)).hasMessageContaining("data_batch_1.bin");
    }

    @Test
    void truncatedFileNamesTheRecordThatIsCut() throws IOException {
        Path file = file(2);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 2 * RECORD - 1));

        assertThatThrownBy(() -> Cifar10.test(folder))
                .isInstanceOf(DataSetException.class)
                .hasMessage(file + ": 6145 bytes are not CIFAR-10 records of 3073 bytes; the record at byte 3073 is cut"
                        + " short; get the file again, its size is 30,730,000 bytes");
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        file(0);

        assertThatThrownBy(() -> Cifar10.test(folder)).hasMessageContaining("0 bytes");
    }

    @Test
    void labelAboveNineNamesItsByte() throws IOException {
        Path file = file(3);
        byte[] bytes = Files.readAllBytes(file);
        bytes[2 * RECORD] = (byte) 200;
        Files.write(file, bytes);

        assertThatThrownBy(() -> Cifar10.test(folder))
                .isInstanceOf(DataSetException.class)
                .hasMessage(file + ": label 200 at byte 6146, the largest is 9; is this CIFAR-10's binary version?");
    }

    @Test
    void imagesBeyondTheEndAreRefused() throws IOException {
        file(3);
        Cifar10 data = Cifar10.test(folder);

        assertThatThrownBy(() -> data.images(2, 2, Preprocessing.CIFAR10))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> data.label(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void realImagesHaveTheBitsOfPyTorch() throws IOException {
        String property = System.getProperty("lanewise.data");
        assumeTrue(property != null, "no test data: run with -Dlanewise.data=FOLDER");
        Path real = Path.of(property);

        float[] images = Cifar10.test(real.resolve("cifar-10-batches-bin")).images(0, 256, Preprocessing.CIFAR10);

        float[] expected = new float[images.length];
        ByteBuffer.wrap(Files.readAllBytes(real.resolve("cifar-resnet/input_first256.bin")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(expected);
        assertThat(images).isEqualTo(expected);
    }
}
