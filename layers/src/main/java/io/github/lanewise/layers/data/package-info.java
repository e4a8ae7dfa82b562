/** Labelled images: readers of public data sets, generated ones, augmentation, and the threads that load them ahead. */
package io.github.lanewise.layers.data;
