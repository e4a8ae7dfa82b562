/** The command line of Lanewise, one small class per command. */
package io.github.lanewise.examples;
