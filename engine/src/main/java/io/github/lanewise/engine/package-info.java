/**
 * The operators that a user of the numerics calls, on tensors and at the edge on arrays and buffers.
 *
 * <p>Every operator checks all operands before it begins: shapes, with a
 * {@link io.github.lanewise.engine.tensor.ShapeException}, and the memory of tensors and segments, with an
 * {@link IllegalStateException} that names one whose arena is closed and a {@link WrongThreadException} that names one that
 * is confined to another thread.
 */
package io.github.lanewise.engine;
