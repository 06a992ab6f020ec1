/**
 * Labelled inputs and where they come from: files in the original formats of published data sets,
 * and generators of our own. A {@link org.unit430.firmware.dataset.Workload} ties a data set's
 * splits to the trained networks.
 */
package org.unit430.firmware.dataset;
