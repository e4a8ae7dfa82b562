/** Readers of public data sets. */
package io.github.lanewise.layers.data;
