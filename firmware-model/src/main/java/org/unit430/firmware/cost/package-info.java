/**
 * What a firmware costs by its structure: how long an inference can take at most, and what
 * executing, skipping and deciding cost a multiply-accumulate.
 */
package org.unit430.firmware.cost;
