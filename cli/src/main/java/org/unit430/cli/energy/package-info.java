/** Commands about energy tables: what they are made of, and how to make one's own. */
package org.unit430.cli.energy;
