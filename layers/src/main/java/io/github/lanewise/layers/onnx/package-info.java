/** ONNX models as compiled models: {@link io.github.lanewise.layers.onnx.Onnx} reads them. */
package io.github.lanewise.layers.onnx;
