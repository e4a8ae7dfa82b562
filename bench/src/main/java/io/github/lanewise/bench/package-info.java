/** Benchmarks of every operator and network, checked against the naive loops, and the table made of them. */
package io.github.lanewise.bench;
