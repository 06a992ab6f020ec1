/** Estimates for models that users bring: {@code estimate}, {@code ops}, {@code export}. */
package org.unit430.cli.estimate;
