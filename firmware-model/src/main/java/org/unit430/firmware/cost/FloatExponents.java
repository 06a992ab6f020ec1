package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatNetwork;

/**
 * The exponents that numbers of a layer can have, whatever the input, 0 apart: a range for products
 * and one for sums.
 *
 * <p>The least follows from what numbers are multiples of. A float is a multiple of 2^(e - 23), e
 * being its exponent; so are all floats with a larger exponent, and so is, therefore, each sum of
 * such floats, rounded or not. A sum that begins with a bias of exponent b and takes products of
 * exponent p or more is 0 or at least 2^(min(b, p) - 23), however much cancels. So are outputs:
 * pooling and ReLU choose among sums and 0.
 *
 * <p>The largest follows from the sum of magnitudes; rounding n times adds less than a factor of 2
 * to it.
 *
 * @param least of a product
 * @param most of a product, or of the sum, whichever is larger
 * @param leastSum of a sum, the bias included
 * @param mostBias of the biases; leastSum if all are 0
 * @param normal whether activations, weights and products but 0 are all normal numbers
 */
record FloatExponents(int least, int most, int leastSum, int mostBias, boolean normal) {
  private static final int FRACTION_BITS = 23;

  /** Those of each layer. */
  static List<FloatExponents> of(FloatNetwork network, FloatInputs inputs) {
    List<FloatExponents> layers = new ArrayList<>();
    FloatInputs activations = inputs;
    for (FloatLayer layer : network.layers()) {
      FloatExponents own = of(layer, activations);
      layers.add(own);
      int least = own.leastSum;
      if (layer.cutoff() > 0) {
        least = Math.max(least, FloatInputs.exponent(layer.cutoff()));
      }
      activations = new FloatInputs(least, Math.max(least, Math.min(own.most, Float.MAX_EXPONENT)));
    }
    return layers;
  }

  private static FloatExponents of(FloatLayer layer, FloatInputs activations) {
    FloatInputs weights = range(layer.weights());
    FloatInputs biases = range(layer.bias());
    int least = activations.least() + weights.least();
    // Two factors below 2 make less than 4.
    int most = activations.most() + weights.most() + 1;
    boolean normal =
        Math.min(Math.min(activations.least(), weights.least()), least) >= Float.MIN_EXPONENT;
    int multiple = Math.min(least, biases.least()) - FRACTION_BITS;
    int terms = Integer.SIZE - Integer.numberOfLeadingZeros(layer.weightsPerOutput() + 1);
    int leastSum = Math.max(multiple, FloatInputs.LEAST_EXPONENT);
    return new FloatExponents(
        least,
        Math.min(Math.max(most, biases.most()) + terms + 1, Float.MAX_EXPONENT),
        leastSum,
        Math.max(biases.most(), leastSum),
        normal);
  }

  /** That of constants. Of no number but 0 it is that of 1, which changes nothing. */
  private static FloatInputs range(float[] constants) {
    int least = Float.MAX_EXPONENT;
    int most = FloatInputs.LEAST_EXPONENT;
    for (float constant : constants) {
      if (constant != 0) {
        least = Math.min(least, FloatInputs.exponent(constant));
        most = Math.max(most, FloatInputs.exponent(constant));
      }
    }
    return least > most ? new FloatInputs(0, 0) : new FloatInputs(least, most);
  }
}
