/** Every operator as a textbook writes it: what the tests compare with and the benchmarks start from. */
package io.github.lanewise.engine.reference;
