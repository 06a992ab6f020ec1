/** {@code unit430 run}: programs of other hands on a simulated device. */
package org.unit430.cli.run;
