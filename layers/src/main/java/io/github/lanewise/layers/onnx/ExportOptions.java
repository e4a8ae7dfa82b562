package io.github.lanewise.layers.onnx;

/**
 * How a graph is written as an ONNX model.
 *
 * @param name of the graph
 * @param dynamicBatch whether the first dimension of inputs and outputs is open, {@code N}; then it must be the batch in
 *     every result, as in our own networks
 * @param keepBatchNorm whether batch norm stays a step of its own instead of going into the weights before it
 */
public record ExportOptions(String name, boolean dynamicBatch, boolean keepBatchNorm) {
    /** Dynamic batch, batch norm kept. */
    public static ExportOptions standard() {
        return new ExportOptions("lanewise", true, true);
    }

    public ExportOptions withName(String newName) {
        return new ExportOptions(newName, dynamicBatch, keepBatchNorm);
    }

    /** All dimensions are those of the graph. */
    public ExportOptions withFixedBatch() {
        return new ExportOptions(name, false, keepBatchNorm);
    }

    public ExportOptions withFoldedBatchNorm() {
        return new ExportOptions(name, dynamicBatch, false);
    }
}
