/** The operators that a user of the numerics calls, on tensors and at the edge on arrays and buffers. */
package io.github.lanewise.engine;
