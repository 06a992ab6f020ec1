/**
 * Trains the bundled networks and their training-time-pruned twins with PyTorch. Needed to
 * reproduce the weights, never to run the product.
 */
package org.unit430.trainer;
