/**
 * Models in ONNX files: reading them strictly, computing them in float as the ONNX operator
 * documentation says, and turning them into the steps that firmware can run.
 *
 * <p>Nothing in a file is believed: sizes are bounded before memory is taken, and whatever is
 * damaged or not supported ends in an {@link org.unit430.firmware.onnx.OnnxException} that names
 * the file, the node, its operator and the attribute.
 */
package org.unit430.firmware.onnx;
