/** Training: networks compiled with their gradients, losses, optimisers, schedules, checkpoints and the trainer. */
package io.github.lanewise.layers.train;
