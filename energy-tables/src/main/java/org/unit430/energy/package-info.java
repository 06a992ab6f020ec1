/**
 * Energy tables: coefficients with a past, their strict loader, and the pricing of event counts.
 */
package org.unit430.energy;
