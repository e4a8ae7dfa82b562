package io.github.lanewise.layers.format;

/** Whether an ONNX file may keep tensors in other files. */
public enum ExternalData {
    /** It may not; a tensor that does is a {@link ModelFormatException}. */
    REFUSED,
    /**
     * In plain files below the folder of the model: no absolute path, no {@code ..}, no symbolic link on the way, no file
     * that has a second name (hard link) as far as the file system tells, and only bytes that the file has.
     */
    MODEL_FOLDER
}
