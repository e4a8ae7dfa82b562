/** The kernels in plain Java, for machines and JVMs on which the Vector API would be slow or absent. */
package io.github.lanewise.engine.kernel.scalar;
