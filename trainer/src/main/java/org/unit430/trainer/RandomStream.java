package org.unit430.trainer;

/** What random numbers are drawn for; each purpose has a sequence of its own under the seed. */
enum RandomStream {
  WEIGHTS,
  ORDER
}
