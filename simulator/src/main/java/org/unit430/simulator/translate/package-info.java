/**
 * A second engine: hot regions of a program (loops with their inner branches, and what they call)
 * are translated to one JVM class each. Everything that is not translated is left to the
 * interpreter, instruction by instruction; state and account are the interpreter's at every exit.
 */
package org.unit430.simulator.translate;
