/** Model files: what is read is checked before anything is allocated for it. */
package io.github.lanewise.layers.format;
