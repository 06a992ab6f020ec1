/** Whether a difference between two methods is more than the choice of inputs explains. */
package org.unit430.cli.stats;
