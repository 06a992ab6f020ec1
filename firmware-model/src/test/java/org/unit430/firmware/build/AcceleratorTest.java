package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.event.Event;

/** What the accelerator is given to do, worked by hand: 1892 words of its RAM are free. */
class AcceleratorTest {
  @Test
  void sumsOfAFullyConnectedLayerAreOneCallEach() {
    // 120 to 84: beside the window of 120 words 1772 are left, which hold 14 filters of 120; 84
    // filters come in 6 rounds, for each of which the window is copied again.
    Accelerator work = Accelerator.of(leNet().get(3));
    assertThat(work).isEqualTo(new Accelerator(84, 84 * 120, 84 * 120, 84 * 120, 6 * 120, 84 + 6));
    // The line of prior-art.md 3.3: 84 * 616 + 1.5 * 10,080 cycles, 84 * 204 + 0.527 * 10,080 nJ.
    assertThat(work.callEvents(2).get(Event.INTERNAL_CYCLE)).isEqualTo(2 * (51_744 + 15_120));
    assertThat(work.callEvents(2).get(Event.MULTIPLY_16)).isEqualTo(2 * 10_080);
    assertThat(work.callJoules()).isCloseTo(17.136e-6 + 5.31216e-6, within(1e-15));
  }

  @Test
  void windowsOfAConvolutionAreGatheredRowByRowAndMadeEven() {
    // 6 filters of 1 x 5 x 5, made 26 long, at 24 x 24 positions; all filters fit at once.
    Accelerator work = Accelerator.of(leNet().get(0));
    assertThat(work)
        .isEqualTo(
            new Accelerator(576 * 6, 576 * 6 * 26, 576 * 6 * 25, 6 * 25, 576 * 25, 6 + 576 * 5));
  }

  @Test
  void whatDoesNotFitPassesThroughPieceByPiece() {
    // Filter and window of 2000 words are 4000: three pieces of each, for each of two sums.
    Network network = new RandomNetworks(1, 0).twoLayers(2000, 2, 3);
    QuantizedLayer layer = quantized(network).get(0);
    assertThat(Accelerator.of(layer))
        .isEqualTo(new Accelerator(6, 4000, 4000, 4000, 4000, 2 * 3 + 2 * 3));
  }

  @Test
  void worksAddUp() {
    Accelerator one = new Accelerator(1, 2, 3, 4, 5, 6);
    assertThat(one.plus(Accelerator.NONE)).isEqualTo(one);
    assertThat(one.plus(one)).isEqualTo(new Accelerator(2, 4, 6, 8, 10, 12));
  }

  private static List<QuantizedLayer> leNet() {
    return quantized(new RandomNetworks(1, 0).leNet());
  }

  private static List<QuantizedLayer> quantized(Network network) {
    return RandomNetworks.quantize(network, new RandomNetworks(2, 0).inputs(network, 1)).layers();
  }
}
