/** Convolution over NHWC images, by implicit or explicit im2col and the other algorithms, with its gradients. */
package io.github.lanewise.engine.conv;
