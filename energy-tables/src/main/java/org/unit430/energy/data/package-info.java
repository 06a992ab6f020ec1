/** Strict reading of YAML data files. */
package org.unit430.energy.data;
