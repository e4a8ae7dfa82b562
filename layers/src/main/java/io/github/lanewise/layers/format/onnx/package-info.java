/** ONNX's messages on the wire: their field numbers, and protobuf read and written field by field. */
package io.github.lanewise.layers.format.onnx;
