/**
 * Networks and graphs in IEEE single precision: layers, thresholds and the reference that the soft
 * float kernels must equal bit for bit.
 */
package org.unit430.firmware.float32;
