/** Networks as graphs of steps: what firmware can run of a model that branches, pads and pools. */
package org.unit430.firmware.graph;
