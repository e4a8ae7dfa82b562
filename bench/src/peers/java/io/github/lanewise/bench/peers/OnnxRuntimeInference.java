package io.github.lanewise.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** ONNX Runtime with its defaults but for the threads; the images lie in native memory beforehand. */
record OnnxRuntimeInference(OrtSession session, OnnxTensor images, Map<String, OnnxTensor> inputs)
        implements Inference {

    static OnnxRuntimeInference load(Path onnx, float[] images, int batch, int threads) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            OrtSession session = environment.createSession(onnx.toString(), options);
            FloatBuffer buffer = ByteBuffer.allocateDirect(images.length * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .put(images)
                    .flip();
            int size = (int) Math.round(Math.sqrt(images.length / 3.0 / batch));
            OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer, new long[] {batch, 3, size, size});
            return new OnnxRuntimeInference(
                    session, tensor, Map.of(session.getInputNames().iterator().next(), tensor));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run() {
        try (OrtSession.Result result = session.run(inputs)) {
            if (result.size() == 0) {
                throw new IllegalStateException("no result");
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float[] logits() {
        try (OrtSession.Result result = session.run(inputs)) {
            FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] logits = new float[buffer.remaining()];
            buffer.get(logits);
            return logits;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        images.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
