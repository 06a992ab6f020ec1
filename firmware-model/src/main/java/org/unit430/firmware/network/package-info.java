/**
 * Neural networks as data: shapes, layers with float32 weights, their file format, and the float
 * reference inference that every other form of a network is measured against.
 */
package org.unit430.firmware.network;
