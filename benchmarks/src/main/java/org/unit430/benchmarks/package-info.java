/**
 * Benchmarks with JMH: both engines on loops and on inference kernels. docs/performance.md says what
 * they gave.
 */
package org.unit430.benchmarks;
