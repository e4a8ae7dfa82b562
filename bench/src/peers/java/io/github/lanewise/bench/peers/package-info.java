/**
 * Other libraries beside ours, in one run: each in a process of its own that stands still while it is not its turn, so
 * that neither thread pools nor compilers nor caches of one disturb another.
 */
package io.github.lanewise.bench.peers;
