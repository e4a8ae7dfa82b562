/** The contracts of the kernels and the one-time choice of the tier that serves them. */
package io.github.lanewise.engine.kernel;
