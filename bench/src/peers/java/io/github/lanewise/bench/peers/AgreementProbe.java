package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.AgreementResult;
import io.github.lanewise.bench.report.RecordJson;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.onnx.Onnx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A process in which ONNX Runtime computes what we have exported, and we compute it as well. */
final class AgreementProbe {

    private static final int IMAGES = 2;

    private AgreementProbe() {}

    /** Arguments: the folder of the files, and the networks. Writes a result for each as a line of JSON. */
    public static void main(String[] args) throws IOException {
        NetworkFiles files = new NetworkFiles(Path.of(args[0]));
        for (String name : List.of(args).subList(1, args.length)) {
            System.out.print(Worker.ANSWER + RecordJson.write(agreement(files, name)));
        }
        System.exit(0);
    }

    private static AgreementResult agreement(NetworkFiles files, String name) throws IOException {
        files.export(name);
        Network network = NetworkFiles.network(name);
        float[] images = NetworkFiles.images(network, IMAGES);
        try (Model compiled = Model.compile(network);
                Model readBack = Onnx.load(files.onnx(name));
                Inference theirs = OnnxRuntimeInference.load(files.onnx(name), images, IMAGES, 1)) {
            float[] ours = compiled.run(images, IMAGES);
            return new AgreementResult(
                    name,
                    Contender.ONNX_RUNTIME.title(),
                    IMAGES,
                    NetworkFiles.difference(ours, theirs.logits()),
                    Arrays.equals(ours, readBack.run(images, IMAGES)));
        }
    }
}
