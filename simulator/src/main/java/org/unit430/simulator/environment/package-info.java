/** What programs call outside their device: files and console of the host, simulator calls. */
package org.unit430.simulator.environment;
